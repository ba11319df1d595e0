// Handing the tablet over: whoever holds it sees the questions, and nothing of staff, whatever they press.
import type { Page } from "@playwright/test";
import { ask, draw, press, referNew } from "./support/acts.js";
import { checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { awake, expect, signIn, test } from "./support/fixtures.js";
import { giveCode, openOwnPage, recordOf } from "./support/own.js";
import type { Server } from "./support/server.js";

const LOCKED = "Please give the tablet back";

/** The nurse has looked at some pages, began the conversation with somebody, and gave the tablet away. */
async function handOver(page: Page, server: Server, given: string, check: () => Promise<void>): Promise<string> {
  await signIn(page, server, "nurse", "/today");
  // Found in another tab: the browser itself refuses to show the answer to a search again.
  const other = await page.context().newPage();
  const record = await recordOf(other, given);
  await other.close();
  await page.goto(record);
  await lend(page, record, check);
  return record;
}

/** She begins the conversation of a record, and hands the tablet over for it. */
async function lend(page: Page, record: string, check: () => Promise<void> = async () => undefined) {
  await page.goto(`${record}/consent`);
  await page.getByLabel("Easy read with pictures", { exact: true }).check();
  await press(page, "Start");
  await page.getByLabel("The person", { exact: true }).check();
  await press(page, "Continue");
  await page.getByRole("link", { name: "Hand the tablet over" }).click();
  await expect(page.getByRole("heading", { name: "Hand the tablet over" })).toBeVisible();
  await check();
  await press(page, "Lock my pages and hand it over");
  await expect(page.getByRole("button", { name: "Go on to the questions" })).toBeVisible();
}

test("what staff left open in another tab leaves the screen when the tablet is handed over", async ({ page, server, scripted }) => {
  test.skip(!scripted, "it needs script");
  const other = await page.context().newPage();
  await handOver(page, server, "Callum", async () => {
    await other.goto(await recordOf(other, "Lowri"));
    await expect(other.locator("main h1")).toContainText("Lowri");
    await awake(other, scripted);
  });
  await expect(other.locator("main h1")).toHaveText(LOCKED);
  await expect(other.getByText("Lowri")).toHaveCount(0);
});

test("a page in somebody's own hands leaves the screen when its time is over, and no earlier for another tab", async ({ page, server, scripted }) => {
  test.skip(!scripted, "it needs script");
  await page.clock.install();
  await handOver(page, server, "Callum", async () => undefined);
  await awake(page);
  const questions = page.getByRole("button", { name: "Go on to the questions" });
  const warning = page.getByText("This page will close in 5 minutes.");
  await page.clock.runFor("01:30:00");
  // Whoever goes on in another tab is there: the server counts anew, and so does this page.
  const heard = page.evaluate(
    () => new Promise((resolve) => new BroadcastChannel("tablet").addEventListener("message", ({ data }) => data.heard && resolve(true))),
  );
  const other = await page.context().newPage();
  await other.goto(page.url());
  await awake(other);
  expect(await heard).toBe(true);
  await other.close();
  await page.clock.runFor("30:00");
  await expect(warning).toBeHidden();
  await page.clock.runFor("01:26:00");
  await expect(warning).toBeVisible();
  await expect(questions).toBeVisible();
  await page.clock.fastForward("05:00");
  await expect(page.locator("main h1")).toHaveText(LOCKED);
  await expect(questions).toHaveCount(0);
});

test("the back button and typed addresses lead nowhere but to giving the tablet back", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  const check = async () => {
    await awake(page, scripted);
    await checkPage(page, scripted);
    await checkNoSidewaysScroll(page);
  };
  const record = await handOver(page, server, "Callum", check);
  await check();
  await expect(page.getByRole("link", { name: "Today" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toHaveCount(0);

  for (let presses = 0; presses < 6; presses += 1) {
    await page.goBack();
    const heading = page.locator("main h1");
    await expect(heading).toHaveText(new RegExp(`^(${LOCKED}|What is the support list\\?)$`));
    await expect(page.getByText("Who needs me today")).toHaveCount(0);
    await expect(page.locator(".nhsuk-header__navigation")).not.toContainText("People");
  }
  for (const path of ["/today", "/people", record, `${record}/consent`, `${record}/consent/decision`, "/account", "/audit", "/staff", "/sign-in", "/"]) {
    await page.goto(path);
    if (path === "/") {
      await expect(page.getByText("Who needs me today")).toHaveCount(0);
      continue;
    }
    await expect(page.locator("main h1"), path).toHaveText(LOCKED);
  }
  await check();
});

test("the person answers by themselves, and the nurse goes on with her password", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  const check = async () => {
    await awake(page, scripted);
    await checkPage(page, scripted);
    await checkNoSidewaysScroll(page);
  };
  await handOver(page, server, "Callum", check);
  await press(page, "Go on to the questions");
  await page.getByRole("radio", { name: "Yes", exact: true }).check();
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: /Do you want to be on the/ })).toBeVisible();
  await check();
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await press(page, "Continue");
  // Their answers once more, and nobody need sign.
  await expect(page.getByRole("heading", { name: "Your answers" })).toBeVisible();
  await expect(page.getByText("You said no to the support list.").first()).toBeVisible();
  await check();
  await press(page, "Continue");
  // Saying no changes nothing, and that is said again to the one who said it.
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expect(page.getByText("your support stays the same")).toBeVisible();
  await check();
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: LOCKED })).toBeVisible();
  await check();
  await page.getByLabel("Password").fill("a wrong guess here");
  await press(page, "Unlock my pages");
  await expect(page.getByRole("alert")).toContainText("The password is wrong");
  await page.getByLabel("Password").fill(server.password);
  await press(page, "Unlock my pages");
  await expect(page.getByRole("heading", { name: "How the decision was made" })).toBeVisible();
  await expect(page.getByText("The tablet is yours again")).toBeVisible();
  await expect(page.locator("main input[name=signature]:checked")).toHaveCount(0);
  // What the person pressed is not undone by going back; a browser may refuse to go there at all.
  await page.goBack().catch(() => undefined);
  await expect(page.getByText("Sign in", { exact: true })).toHaveCount(0);
});

test("a session that ends while the tablet is in the person's hands keeps what they typed, for the nurse who signs in again", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  const record = await referNew(page, "Linus", "Leihmann");
  await lend(page, record);
  const exclusions = `${record}/consent/exclusions`;
  await page.goto(exclusions);
  await awake(page, scripted);
  const words = "My sister may not see my diary.";
  const kept = scripted ? page.waitForResponse((answer) => answer.url().endsWith("/drafts")) : undefined;
  await page.locator("textarea").fill(words);
  if (kept) expect((await kept).status(), "kept while they type").toBe(204);

  // She misses the tablet, and ends her sessions from another one. So does the clock, after two hours.
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: scripted });
  watch.over(context);
  const other = await context.newPage();
  await signIn(other, server, "nurse");
  await press(other, "Sign out everywhere");
  await expect(other.getByText("You are signed out on every device")).toBeVisible();
  if (scripted) {
    // What was kept and never sent is hers to go on with there.
    await signIn(other, server, "nurse");
    await other.goto(exclusions);
    await expect(other.locator("textarea")).toHaveValue(words);
  }
  await context.close();

  // Whoever holds it writes on, and presses the button too late.
  const more = `${words} Nor my letters.`;
  await page.locator("textarea").fill(more);
  await press(page, "Continue");
  await expect(page.getByText("What you typed is kept for you")).toBeVisible();
  await expect(page.getByText("my diary")).toHaveCount(0);
  await page.goto(exclusions);
  await expect(page.getByRole("heading", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.locator("textarea")).toHaveCount(0);

  await page.getByLabel("Email address").fill(server.find("nurse").email);
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(exclusions);
  await expect(page.locator("textarea")).toHaveValue(more);
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "Your answers" })).toBeVisible();
  await expect(page.getByText(`You want this to stay private: ${more}`).first()).toBeVisible();
});

/** Somebody was asked everything and did not want to sign; now they do, with the tablet in their own hands. */
async function handOverToSign(page: Page, server: Server, first: string, last: string): Promise<string> {
  await signIn(page, server, "nurse", "/today");
  // Asked in another tab, so that there is nothing before the decision but what is the nurse's.
  const other = await page.context().newPage();
  const record = await referNew(other, first, last);
  await ask(other, (question) => (/police/i.test(question) ? "No" : "Yes"));
  await other.close();
  await page.goto(record);
  await page.goto(`${record}/consent/decision`);
  await expect(page.getByLabel("They said so and did not want to sign", { exact: true })).toBeChecked();
  await page.getByRole("link", { name: "Hand the tablet over, to sign without your pages behind it" }).click();
  await expect(page.getByRole("heading", { name: "Hand the tablet over" })).toBeVisible();
  await press(page, "Lock my pages and hand it over");
  await expect(page.getByRole("heading", { name: "Your answers" })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`${record}/consent/sign`);
  return record;
}

for (const way of ["types", "draws"]) {
  test(`the person ${way} their name with the tablet in their own hands, and the nurse finds it signed`, async ({ page, server, scripted }) => {
    test.skip(way === "draws" && !scripted, "drawing needs script");
    test.setTimeout(120_000);
    // Nobody who could be taken for the other.
    const [first, last] = way === "types" ? ["Tessa", "Tipper"] : ["Doro", "Zeichner"];
    await handOverToSign(page, server, first, last);
    await awake(page, scripted);
    await expect(page.getByText("You said yes to the support list.").first()).toBeVisible();
    await expect(page.getByText("Moorland Police cannot see your information.").first()).toBeVisible();
    await checkPage(page, scripted);
    await checkNoSidewaysScroll(page);
    if (way === "types") {
      await page.getByRole("radio", { name: "Yes, I will type my name" }).check();
      await page.getByLabel("Your name", { exact: true }).fill("Tessa T");
    } else {
      await page.getByRole("radio", { name: "Yes, with a finger or a pen" }).check();
      await draw(page, 0.2, 0.8);
      await draw(page, 0.4, 0.6);
    }
    await press(page, "Continue");
    await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
    await press(page, "Continue");
    await expect(page.getByRole("heading", { name: LOCKED })).toBeVisible();
    await page.getByLabel("Password").fill(server.password);
    await press(page, "Unlock my pages");
    await expect(page.getByRole("heading", { name: "How the decision was made" })).toBeVisible();
    await expect(page.getByText("The tablet is yours again")).toBeVisible();
    if (way === "types") {
      await expect(page.getByLabel("They type their name", { exact: true })).toBeChecked();
      await expect(page.getByLabel("Their name", { exact: true })).toHaveValue("Tessa T");
    } else {
      await expect(page.getByLabel("They sign here, with a finger or a pen", { exact: true })).toBeChecked();
      await expect(page.locator("svg.drawing--sheet path")).toHaveCount(2);
    }
    // And it is recorded with the decision.
    await page.getByLabel("Spoke", { exact: true }).check();
    await press(page, "Continue");
    await press(page, "Record the decision");
    await expect(page.getByText("The decision is recorded. The person is on the support list")).toBeVisible();
    if (way === "types") await expect(page.getByText("They type their name: Tessa T")).toBeVisible();
    else await expect(page.getByRole("img", { name: "The signature" }).locator("path")).toHaveCount(2);
  });
}

test("from the page that is signed, the back button and typed addresses lead to nothing of the nurse's", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  const record = await handOverToSign(page, server, "Simon", "Rueckwaerts");
  await awake(page, scripted);
  await expect(page.getByRole("link", { name: "Today" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toHaveCount(0);
  for (let presses = 0; presses < 4; presses += 1) {
    await page.goBack();
    await expect(page).toHaveURL("/unlock");
    await expect(page.locator("main h1")).toHaveText(LOCKED);
    await expect(page.getByText("Who needs me today")).toHaveCount(0);
    await expect(page.locator(".person-banner")).toHaveCount(0);
  }
  for (const path of ["/today", "/people", record, `${record}/consent`, `${record}/consent/who`, `${record}/consent/decision`, `${record}/consent/check`, `${record}/hand-over?step=sign`]) {
    await page.goto(path);
    await expect(page.locator("main h1"), path).toHaveText(LOCKED);
  }
  // What is theirs is still open to them, where they were.
  await page.getByRole("link", { name: "Go back to the questions" }).click();
  await page.waitForURL(`${record}/consent/sign`);
  await expect(page.locator("main h1")).toHaveText("Your answers");
  await page.getByRole("link", { name: /^Change this.*You said yes to the support list/ }).click();
  await expect(page.getByRole("heading", { name: "Do you want to be on the support list?" })).toBeVisible();
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await press(page, "Continue");
  await expect(page.locator("main h1")).toHaveText("Your answers");
  await expect(page.getByText("You said no to the support list.").first()).toBeVisible();
});

test("somebody opens their own page on the nurse's tablet, and cannot walk into hers", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  const card = await giveCode(page, server, "Tomasz");
  const other = await page.context().newPage();
  await other.goto(card.record);
  await awake(other, scripted);
  await press(page, "Hand the tablet over to open their page");
  await expect(page.getByRole("heading", { name: "Hand the tablet over" })).toBeVisible();
  await press(page, "Lock my pages and hand it over");
  await expect(page.getByRole("heading", { name: "Open your page" })).toBeVisible();
  await awake(page, scripted);
  if (scripted) await expect(other.locator("main h1"), "another tab of hers").toHaveText(LOCKED);
  await checkPage(page, scripted);
  await openOwnPage(page, card);
  for (const path of ["/today", card.record, "/people"]) {
    await page.goto(path);
    await expect(page.locator("main h1"), path).toHaveText(LOCKED);
  }
  await page.getByRole("link", { name: "Go back to my page" }).click();
  await page.getByRole("button", { name: "I am finished" }).first().click();
  await expect(page.getByRole("heading", { name: LOCKED })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("What do you want to do?")).toHaveCount(0);
  await page.goto("/unlock");
  await page.getByLabel("Password").fill(server.password);
  await press(page, "Unlock my pages");
  await expect(page.getByRole("heading", { name: "Who needs me today" })).toBeVisible();
  await page.goto("/me/page");
  await expect(page.getByRole("heading", { name: "Open your page" })).toBeVisible();
});
