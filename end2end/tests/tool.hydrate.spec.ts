// A clinical support tool of the organisation's own, given as a data file: the suggestion follows its questions and
// weights while somebody answers, and what is saved says the same.
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { press, refer, converse } from "./support/acts.js";
import { checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { apart, awake, expect, signIn } from "./support/fixtures.js";
import { recordOf } from "./support/own.js";

const FILE = join(import.meta.dirname, "support/own-tool.json");
const KETTLE = "1. Has the kettle been cold for a week?";
const GARDEN = "2. Has the person stopped going into the garden?";
const BUS = "3. Has the bus been cancelled for good?";

const ownTool = apart({ options: ["--tool", FILE] });

const line = (page: Page) => page.locator(".suggestion-now__line");
const answer = (page: Page, question: string, said: string) =>
  page.getByRole("group", { name: question }).getByRole("radio", { name: said, exact: true }).check();

ownTool("the suggestion follows the questions and weights of the organisation's own tool", async ({ page, server }) => {
  ownTool.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Tilda", "Toolman", "A worry.");
  await page.getByRole("link", { name: "Tilda Toolman" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  const person = new URL(page.url()).pathname;
  await converse(page, () => "Yes");
  await press(page, "Record the decision");
  await expect(page.getByText("The decision is recorded. The person is on the support list")).toBeVisible();

  await page.goto(`${person}/assessment`);
  await awake(page);
  await expect(page.getByRole("heading", { level: 1, name: "Moorland's own tool for adults" })).toBeVisible();
  await expect(page.getByText("Agreed by Moorland's clinical lead")).toBeVisible();
  await expect(page.getByRole("group", { name: /^\d+\. / })).toHaveCount(3);
  await expect(page.getByRole("group", { name: "Is there a cat?" })).toBeVisible();
  await checkPage(page);
  await checkNoSidewaysScroll(page);

  await expect(line(page)).toContainText("Suggestion so far: Green 0 of 17 points, 0 percent known.");
  await answer(page, KETTLE, "Yes, not managed");
  await expect(line(page)).toContainText("Suggestion so far: Amber 7 of 17 points, 33 percent known.");
  await expect(page.locator(".suggestion-now__reasons li")).toHaveText(["The kettle has been cold for a week: not managed."]);
  await answer(page, GARDEN, "Yes, managed");
  await expect(line(page)).toContainText("Suggestion so far: Amber 9 of 17 points, 66 percent known.");
  await answer(page, KETTLE, "No");
  await expect(line(page)).toContainText("Suggestion so far: Green 2 of 17 points, 66 percent known.");
  await answer(page, GARDEN, "Yes, not managed");
  await answer(page, KETTLE, "Yes, not managed");
  await expect(line(page)).toContainText("Suggestion so far: Red 16 of 17 points, 66 percent known.");
  await answer(page, KETTLE, "No");
  await answer(page, GARDEN, "No");
  await expect(line(page)).toContainText("Suggestion so far: Green 0 of 17 points, 66 percent known.");
  // A rule of the tool outranks its sum.
  await answer(page, BUS, "Yes, not managed");
  await expect(line(page)).toContainText("Suggestion so far: Red 1 of 17 points, 100 percent known.");
  await expect(page.locator(".suggestion-now__reasons li").first()).toHaveText("Without a bus nobody comes.");

  await press(page, "Save and go on to the rating");
  await expect(page.getByText("The tool suggests Red")).toBeVisible();
  await expect(page.getByText("1 of 17 points. 100 percent of the questions have a known answer.")).toBeVisible();
  await expect(page.getByText("Without a bus nobody comes (question 3: at least red)")).toBeVisible();
  await expect(page.getByText(/Moorland's own tool for adults, version 3/)).toBeVisible();
});

ownTool("a child is not asked the questions of the organisation's tool for adults", async ({ page, server }) => {
  await signIn(page, server, "nurse", "/people");
  await page.goto(`${await recordOf(page, "Lowri")}/assessment`);
  await expect(page.getByText("The tool for children and young people is not loaded yet.")).toBeVisible();
  await expect(page.getByText("kettle")).toHaveCount(0);
});
