// Handing the tablet over: whoever holds it sees the questions, and nothing of staff, whatever they press.
import type { Page } from "@playwright/test";
import { press } from "./support/acts.js";
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
  return record;
}

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
  // What the person pressed is not undone by going back; a browser may refuse to go there at all.
  await page.goBack().catch(() => undefined);
  await expect(page.getByText("Sign in", { exact: true })).toHaveCount(0);
});

test("somebody opens their own page on the nurse's tablet, and cannot walk into hers", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  const card = await giveCode(page, server, "Tomasz");
  await press(page, "Hand the tablet over, to open it here");
  await expect(page.getByRole("heading", { name: "Hand the tablet over" })).toBeVisible();
  await press(page, "Lock my pages and hand it over");
  await expect(page.getByRole("heading", { name: "Open your page" })).toBeVisible();
  await awake(page, scripted);
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
