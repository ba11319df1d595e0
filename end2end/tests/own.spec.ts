// The person's own page: opened with a code, read, answered, and closed. On a phone.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { draw, fillDate, press } from "./support/acts.js";
import { checkAccessible, checkColours, checkHtml, checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { awake, expect, readAs, signIn, test, type Watch } from "./support/fixtures.js";
import { checkCalmAndForced, hasItsTurn, looker, PHONE, unchoose } from "./support/look.js";
import { closePage, giveCode, openOwnPage, type Card } from "./support/own.js";
import type { Server } from "./support/server.js";

const PAGES = [
  "/me/page", "/me/written", "/me/written/voice", "/me/written/issues", "/me/written/strategies", "/me/written/rating",
  "/me/written/assessments",
  "/me/written/reviews", "/me/written/professionals", "/me/written/family", "/me/written/home", "/me/written/identity",
  "/me/written/diagnosis", "/me/written/communication", "/me/who", "/me/looks", "/me/plan", "/me/answers", "/me/words",
  "/me/words/words", "/me/words/picture", "/me/words/drawing", "/me/disagree/diagnosis", "/me/talk", "/me/asked",
  "/me/change-mind", "/me/decides", "/me/not-safe",
];

/** One of each kind, with what is read and what is chosen there. */
const READ = [
  "/me/page", "/me/written", "/me/written/strategies", "/me/written/assessments", "/me/who", "/me/looks", "/me/plan", "/me/answers", "/me/change-mind", "/me/words",
  "/me/words/words", "/me/words/picture", "/me/talk", "/me/disagree/diagnosis", "/me/asked", "/me/decides", "/me/not-safe",
];

const FORMATS = [
  "Plain leaflet", "Large print", "Easy read with pictures", "Easy read with pictures in boxes", "Easy read with symbols",
  "Easy read with symbols in boxes",
];

/** Somebody's own phone: nothing of staff in it. */
async function phone(browser: Browser, watch: Watch, server: Server, scripted: boolean): Promise<[Page, BrowserContext]> {
  const context = await browser.newContext({ viewport: PHONE, baseURL: server.url, javaScriptEnabled: scripted });
  watch.over(context);
  return [await context.newPage(), context];
}

test("every page of the own page is sound, fits a phone with everything at 200 %, and is accessible in every theme", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(300_000);
  const card = await giveCode(page, server, "Tomasz");
  const [mine, context] = await phone(browser, watch, server, scripted);
  await openOwnPage(mine, card);
  // The pictures to choose from are what somebody answers by: they grow with the words.
  const toChooseFrom = async () => {
    const box = await mine.goto("/me/words/picture").then(() => mine.locator(".answers img").first().boundingBox());
    return box!.width;
  };
  const usual = await toChooseFrom();
  for (const path of PAGES) {
    await readAs(mine, server, {});
    await mine.goto(path);
    await expect(mine.locator("main h1")).toHaveCount(1);
    await checkHtml(mine);
    await checkNoSidewaysScroll(mine, path);
    if (scripted) await checkAccessible(mine, path);
  }
  // How they like to read goes with them, so it is set on the page itself.
  await mine.goto("/me/page");
  await mine.locator("details.tools summary").click();
  for (const tool of ["Content scaling", "Font size", "Line height", "Letter spacing"]) {
    await mine.getByLabel(tool).selectOption({ label: "200%" });
  }
  await mine.getByRole("button", { name: "Apply" }).click();
  await expect(mine.locator("html")).toHaveAttribute("data-font", "200");
  expect(await toChooseFrom()).toBeGreaterThan(1.3 * usual);
  for (const path of PAGES) {
    await mine.goto(path);
    await checkNoSidewaysScroll(mine, `${path} with everything at 200 %`);
  }
  if (scripted) {
    await mine.goto("/me/page");
    await mine.locator("details.tools summary").click();
    await mine.getByRole("button", { name: "Back to usual" }).click();
    await expect(mine.locator("html")).toHaveAttribute("data-font", "100");
    for (const [theme, word] of [["Cream", "cream"], ["Dark", "dark"], ["High contrast", "contrast"]] as const) {
      await mine.locator("details.tools summary").click();
      await mine.getByLabel("Colours").selectOption({ label: theme });
      await mine.getByRole("button", { name: "Apply" }).click();
      await expect(mine.locator("html")).toHaveAttribute("data-theme", word);
      for (const path of ["/me/page", "/me/who", "/me/plan", "/me/words/picture", "/me/change-mind"]) {
        await mine.goto(path);
        await checkColours(mine, `${path} in ${theme}`);
      }
      await mine.goto("/me/page");
    }
  }
  await context.close();
});

for (const format of FORMATS) {
  test(`the own page reads as ${format.toLowerCase()}, also in calm mode and in forced colours`, async ({ page, browser, server, watch, scripted }) => {
    test.skip(!hasItsTurn(format, scripted), "the same HTML");
    test.setTimeout(120_000);
    const card = await giveCode(page, server, "Lowri");
    const [mine, context] = await phone(browser, watch, server, scripted);
    await openOwnPage(mine, card);
    await mine.getByText("Change how this page looks").click();
    await mine.getByLabel(format, { exact: true }).check();
    await press(mine, "Show it this way");
    await expect(mine.getByText("Your page looks like this from now on")).toBeVisible();
    const about = () => `${new URL(mine.url()).pathname} as ${format}`;
    const look = looker(mine, scripted, about);
    for (const path of READ) {
      await mine.goto(path);
      const sets = await mine.locator("main img").evaluateAll((images) => [...new Set(images.map((image) => image.getAttribute("src")?.split("/")[2]))]);
      const pictures = format.includes("pictures") ? ["colour"] : format.includes("symbols") ? ["symbol"] : [];
      expect(sets, path).toEqual(pictures);
      if (format === "Large print" && scripted) {
        const size = await mine.locator(".own p").first().evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
        expect(size, path).toBeGreaterThanOrEqual(24);
      }
      await look.page();
      if (scripted) await checkCalmAndForced(mine, about());
    }
    await context.close();
  });
}

test("a form of the own page that is sent empty is refused in plain words, on a sound page, in every way to read", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(180_000);
  const card = await giveCode(page, server, "Lowri");
  const [mine, context] = await phone(browser, watch, server, scripted);
  await openOwnPage(mine, card);
  for (const format of ["Large print", "Easy read with pictures", "Easy read with symbols in boxes"]) {
    await mine.goto("/me/page");
    await mine.getByText("Change how this page looks").click();
    await mine.getByLabel(format, { exact: true }).check();
    await press(mine, "Show it this way");
    await expect(mine.getByText("Your page looks like this from now on")).toBeVisible();
    const look = looker(mine, scripted, () => `${new URL(mine.url()).pathname} as ${format}`);
    for (const [path, button, fault] of [
      ["/me/talk", "Ask someone to talk to me", "Choose how you want to talk"],
      ["/me/words/words", "Add my words", "Write something first"],
      ["/me/words/picture", "Add this picture", "Choose a picture"],
    ]) {
      await mine.goto(path);
      await unchoose(mine);
      await look.refused(button);
      await expect(mine.getByRole("alert")).toContainText(fault);
    }
  }
  await context.close();
});

test("somebody for whom others decided reads who they are and why, and says that it is wrong", async ({ page, browser, server, watch, scripted }) => {
  const card = await giveCode(page, server, "Dermot");
  const [mine, context] = await phone(browser, watch, server, scripted);
  await openOwnPage(mine, card);
  const look = looker(mine, scripted);
  await mine.goto("/me/decides");
  await expect(mine.getByText("They found: you cannot decide this now.")).toBeVisible();
  for (const summary of await mine.locator("summary", { hasText: "What they wrote, and why" }).all()) await summary.click();
  await expect(mine.getByText("Why people were not sure that you can decide")).toBeVisible();
  await look.page();
  await mine.getByRole("link", { name: /I do not agree with this/ }).first().click();
  await expect(mine.getByText("You do not agree with this:")).toBeVisible();
  await look.page();
  await context.close();
});

test("the card shows the code once, and a scanned code fills itself in and leaves the address", async ({ page, browser, server, watch, scripted }) => {
  const card = await giveCode(page, server, "Gareth");
  await awake(page, scripted);
  await checkPage(page, scripted);
  await expect(page.getByRole("img", { name: /picture to scan/ })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("region", { name: "The card" })).toBeVisible();
  await expect(page.getByText("This code is shown once")).toBeHidden();
  const [mine, context] = await phone(browser, watch, server, scripted);
  await mine.goto(`/me#${card.code.replaceAll(" ", "")}`);
  if (scripted) {
    await expect(mine.getByLabel("Your code")).toHaveValue(card.code);
    expect(new URL(mine.url()).hash).toBe("");
  } else {
    await expect(mine.getByLabel("Your code")).toHaveValue("");
  }
  await checkPage(mine, scripted);
  await context.close();
});

test("a wrong code is refused in plain words, next to what was typed", async ({ page, scripted }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/me");
  await awake(page, scripted);
  await page.getByLabel("Your code").fill("bcd fgh jkm");
  await fillDate(page, "Your date of birth", "1", "1", "1990");
  await press(page, "Open my page");
  await expect(page.getByRole("alert")).toContainText("The code or the date of birth is not right");
  await expect(page.getByLabel("Your code")).toHaveValue("bcd fgh jkm");
  await checkPage(page, scripted);
  await checkNoSidewaysScroll(page);
});

test("somebody says what matters, disagrees and asks for a talk, and hears the answer", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(120_000);
  const card = await giveCode(page, server, "Ines");
  const [mine, context] = await phone(browser, watch, server, scripted);
  await openOwnPage(mine, card);

  await mine.getByRole("link", { name: "Add your words" }).click();
  await mine.getByRole("link", { name: "Write something" }).click();
  await press(mine, "Add my words");
  await expect(mine.getByRole("alert")).toContainText("Write something first");
  await mine.getByLabel("What do you want to say?").fill("I want my own front door");
  await press(mine, "Add my words");
  await expect(mine.getByText("Your words are added")).toBeVisible();
  await mine.getByRole("link", { name: "Choose a picture" }).click();
  await mine.getByText("I want to see my family more.").click();
  await press(mine, "Add this picture");
  await expect(mine.getByText("I want to see my family more.")).toBeVisible();

  await mine.goto("/me/written/diagnosis");
  await mine.getByRole("link", { name: /I do not agree with this/ }).click();
  await mine.getByLabel(/What is not right/).fill("Nobody asked me");
  await press(mine, "Say that I do not agree");
  await expect(mine.getByText("You said that it is not right")).toBeVisible();
  await mine.getByRole("link", { name: "Ask someone to talk to you" }).click();
  await mine.getByText("I do not mind who").click();
  await mine.getByText("Come to see me").click();
  await press(mine, "Ask someone to talk to me");
  await expect(mine.getByText("You asked someone to talk to you. Somebody will be in touch")).toBeVisible();
  await checkPage(mine, scripted);

  await page.goto("/today");
  await checkPage(page, scripted);
  await page.getByRole("row", { name: /Does not agree with something Ines/ }).getByRole("link").first().click();
  await expect(page.getByText("Nobody asked me")).toBeVisible();
  await page.getByLabel("What was done?").fill("We will come on Tuesday and look at it together.");
  await press(page, "Mark as done");
  await expect(page.getByText("Marked as done")).toBeVisible();
  await expect(page.getByText("I want my own front door")).toBeVisible();
  await expect(page.getByText(/In their own words, on their own page/).first()).toBeVisible();
  await checkPage(page, scripted);
  await mine.goto("/me/asked");
  await expect(mine.getByText("We will come on Tuesday and look at it together.")).toBeVisible();
  await context.close();
});

test("a change of mind is seen at once where the record is open", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(120_000);
  watch.allow(404, 409);
  const card = await giveCode(page, server, "Kwame");
  const [mine, context] = await phone(browser, watch, server, scripted);
  const [worker, workers] = await phone(browser, watch, server, scripted);
  await signIn(worker, server, /manager@asc/);
  await worker.goto(card.record);
  await expect(worker.locator("main h1")).toContainText("Kwame");

  await openOwnPage(mine, card);
  await mine.getByRole("link", { name: "I changed my mind" }).click();
  await expect(mine.getByText("Your support stays the same.")).toBeVisible();
  await mine.getByLabel(/Do you want to say something/).fill("I want some peace");
  await press(mine, "Stop sharing with everybody");
  await expect(mine.getByRole("heading", { name: "Sharing has stopped" })).toBeVisible();
  await expect(mine.getByText("Your support stays the same.")).toBeVisible();
  await checkPage(mine, scripted);
  await checkNoSidewaysScroll(mine);

  await worker.getByRole("link", { name: "Change the plan" }).or(worker.getByRole("button", { name: "Change the plan" })).first().click();
  await expect(worker.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await mine.goto("/me/who");
  await expect(mine.getByText("Nobody can see your notes.")).toBeVisible();
  await context.close();
  await workers.close();
});

test("the whole of it is done by keyboard alone", async ({ page, browser, server, watch, scripted }) => {
  const card = await giveCode(page, server, "Aaliyah");
  const [mine, context] = await phone(browser, watch, server, scripted);
  await mine.goto("/me");
  await awake(mine, scripted);
  const to = async (name: RegExp | string) => {
    for (let presses = 0; presses < 80; presses += 1) {
      await mine.keyboard.press("Tab");
      const text = await mine.evaluate(() => {
        const element = document.activeElement as HTMLInputElement | null;
        return [element?.labels?.[0]?.textContent, element?.textContent].filter(Boolean).join(" ").trim();
      });
      if (typeof name === "string" ? text === name : name.test(text)) return;
    }
    throw new Error(`no way by keyboard to ${name}`);
  };
  const typeInto = async (name: string, text: string) => {
    await to(name);
    await mine.keyboard.type(text);
  };
  await typeInto("Your code", card.code.toLowerCase());
  await typeInto("Day", card.born[0]);
  await typeInto("Month", card.born[1]);
  await typeInto("Year", card.born[2]);
  await mine.keyboard.press("Enter");
  await expect(mine.getByText("What do you want to do?")).toBeVisible();
  await awake(mine, scripted);
  await to(/^Add your words$/);
  await mine.keyboard.press("Enter");
  await expect(mine.getByRole("heading", { name: "Add your words" })).toBeVisible();
  await to(/^Choose a picture$/);
  await mine.keyboard.press("Enter");
  await expect(mine.getByRole("heading", { name: "Choose a picture" })).toBeVisible();
  await to(/I am happy/);
  await mine.keyboard.press("Space");
  await to("Add this picture");
  await mine.keyboard.press("Enter");
  await expect(mine.getByText("Your words are added")).toBeVisible();
  await awake(mine, scripted);
  await to(/^I am finished$/);
  await mine.keyboard.press("Enter");
  await expect(mine.getByRole("heading", { name: "Your page has closed" })).toBeVisible();
  await context.close();
});

test("after I am finished, the back button shows nothing of it", async ({ page, browser, server, watch, scripted }) => {
  const card = await giveCode(page, server, "Tomasz");
  const [mine, context] = await phone(browser, watch, server, scripted);
  await openOwnPage(mine, card);
  await mine.goto("/me/written/home");
  await closePage(mine);
  await mine.goBack();
  await expect(mine.getByRole("heading", { name: "Open your page" })).toBeVisible();
  await mine.goto("/me/written/home");
  await expect(mine.getByRole("heading", { name: "Open your page" })).toBeVisible();
  await context.close();
});

test.describe("with script", () => {
  test.beforeEach(({ scripted }) => test.skip(!scripted, "it needs script"));

  const drawn = async (mine: Page) => mine.locator("svg.drawing--sheet path").count();

  test("one can draw, take a line back, and send it", async ({ page, browser, server, watch }) => {
    const card = await giveCode(page, server, "Siobhan");
    const [mine, context] = await phone(browser, watch, server, true);
    await openOwnPage(mine, card);
    await mine.goto("/me/words");
    await mine.getByRole("link", { name: "Draw something" }).click();
    await press(mine, "Add my drawing");
    await expect(mine.getByRole("alert")).toContainText("Draw something first");
    await draw(mine, 0.2, 0.8);
    await draw(mine, 0.4, 0.6);
    expect(await drawn(mine)).toBe(2);
    await press(mine, "Take back the last line");
    expect(await drawn(mine)).toBe(1);
    await checkAccessible(mine);
    // It is kept while one draws: a page that is closed by mistake costs nothing.
    const saved = mine.waitForResponse((answer) => {
      const sent = new URLSearchParams(answer.request().postData() ?? "");
      return answer.url().endsWith("/me/drafts") && JSON.parse(sent.get("drawing") || "[]").length === 2;
    });
    await draw(mine, 0.3, 0.7);
    expect((await saved).status()).toBe(204);
    await mine.goto("/me/page");
    await mine.goto("/me/words/drawing");
    await awake(mine);
    expect(await drawn(mine)).toBe(2);
    await press(mine, "Add my drawing");
    await expect(mine.getByText("Your words are added")).toBeVisible();
    await expect(mine.getByRole("img", { name: /A drawing from/ })).toBeVisible();
    await page.goto(card.record);
    await expect(page.getByRole("img", { name: /A drawing from/ })).toBeVisible();
    await context.close();
  });

  test("the page asks before it closes by itself, and then leaves the screen", async ({ page, browser, server, watch }) => {
    const card = await giveCode(page, server, "Siobhan");
    const [mine, context] = await phone(browser, watch, server, true);
    await mine.clock.install();
    await openOwnPage(mine, card);
    await mine.goto("/me/written/home");
    await awake(mine);
    const warning = mine.getByText("Your page will close in 5 minutes.");
    const written = mine.locator(".own-fact").first();
    await expect(warning).toBeHidden();
    await mine.clock.runFor("56:00");
    await expect(warning).toBeVisible();
    await press(mine, "I am still here");
    await expect(warning).toBeHidden();
    await mine.clock.runFor("50:00");
    await expect(warning).toBeHidden();
    // By the end of the hour her page is closed on the server too, whose clock is not the browser's.
    const closed = await context.request.post(`${server.url}/me/finish`, { headers: { "sec-fetch-site": "same-origin" }, maxRedirects: 0 });
    expect(closed.status()).toBe(303);
    await mine.clock.runFor("06:00");
    await expect(warning).toBeVisible();
    await expect(written).toBeVisible();
    // Nobody presses anything: what is hers is gone, and the page asks for the code.
    await mine.clock.fastForward("05:00");
    await expect(mine.getByRole("heading", { name: "Open your page" })).toBeVisible();
    await expect(written).toHaveCount(0);
    await expect(mine.getByLabel("Your code")).toHaveValue("");
    await context.close();
  });

  test("what is typed is kept while it is typed", async ({ page, browser, server, watch }) => {
    const card = await giveCode(page, server, "Siobhan");
    const [mine, context] = await phone(browser, watch, server, true);
    await openOwnPage(mine, card);
    await mine.goto("/me/words/words");
    await awake(mine);
    const saved = mine.waitForResponse((answer) => answer.url().endsWith("/me/drafts"));
    await mine.getByLabel("What do you want to say?").fill("Half a thought");
    expect((await saved).status()).toBe(204);
    await mine.goto("/me/page");
    await mine.goto("/me/words/words");
    await expect(mine.getByLabel("What do you want to say?")).toHaveValue("Half a thought");
    await context.close();
  });

  test("what is typed in the last moment before I am finished waits for me", async ({ page, browser, server, watch }) => {
    const card = await giveCode(page, server, "Siobhan");
    const [mine, context] = await phone(browser, watch, server, true);
    await openOwnPage(mine, card);
    await mine.goto("/me/words/words");
    await awake(mine);
    await mine.getByLabel("What do you want to say?").fill("And one thing more");
    await closePage(mine);
    await openOwnPage(mine, card);
    await mine.goto("/me/words/words");
    await expect(mine.getByLabel("What do you want to say?")).toHaveValue("And one thing more");
    await context.close();
  });

  test("the page does not close on somebody who writes", async ({ page, browser, server, watch }) => {
    const card = await giveCode(page, server, "Siobhan");
    const [mine, context] = await phone(browser, watch, server, true);
    await mine.clock.install();
    await openOwnPage(mine, card);
    await mine.goto("/me/words/words");
    await awake(mine);
    const warning = mine.getByText("Your page will close in 5 minutes.");
    await mine.clock.runFor("56:00");
    await expect(warning).toBeVisible();
    const saved = mine.waitForResponse((answer) => answer.url().endsWith("/me/drafts"));
    await mine.getByLabel("What do you want to say?").fill("It takes me long to find the words");
    await mine.clock.runFor("00:05");
    expect((await saved).status()).toBe(204);
    await expect(warning).toBeHidden();
    await mine.clock.runFor("10:00");
    await expect(warning).toBeHidden();
    await expect(mine).toHaveURL("/me/words/words");
    await context.close();
  });
});
