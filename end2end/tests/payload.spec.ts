// Somebody pastes a script into every free-text field there is. It is shown as the text it is, to everybody, everywhere.
import type { Page } from "@playwright/test";
import { converse, fillDate, press, switchTo } from "./support/acts.js";
import { awake, expect, signIn, test } from "./support/fixtures.js";

const PAYLOAD = `</textarea></title><script>window.hacked=1</script>"'><img src=x onerror=window.hacked=1><!--`;

/** Writes it into every field for words that the forms of the page have. */
async function write(page: Page) {
  // What is folded away is sent too.
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => ((details as HTMLDetailsElement).open = true)));
  const fields = page.locator('main form[method=post] textarea, main form[method=post] input[type=text]:not([inputmode=numeric]):not([name=q])');
  for (const field of await fields.all()) {
    if (await field.isVisible()) await field.fill(PAYLOAD);
  }
}

/** Nothing ran, nothing was asked for, and the words are there to read. */
async function checkHarmless(page: Page, scripted: boolean, shown = true) {
  await awake(page, scripted);
  expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked), page.url()).toBeUndefined();
  expect(await page.locator("img[src=x]").count(), page.url()).toBe(0);
  expect(await page.locator("body script").count(), page.url()).toBe(0);
  if (shown) expect(await page.content(), page.url()).toContain("window.hacked=1");
}

test("a script in every field is only words, on every page that shows them", async ({ page, server, scripted }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/refer");
  await write(page);
  await page.getByLabel("Postcode").fill("");
  await page.getByLabel("Phone number").fill("").catch(() => undefined);
  await press(page, "Send the referral");
  // Refused first, for the date of birth: every field comes back with its words.
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);
  await fillDate(page, "Date of birth", "15", "3", "1991");
  await press(page, "Send the referral");
  await expect(page.getByText("Referral sent.")).toBeVisible();
  await checkHarmless(page, scripted);

  await page.getByRole("link", { name: /window\.hacked/ }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  await checkHarmless(page, scripted);
  const person = new URL(page.url()).pathname;
  await converse(page, () => "Yes", write);
  await checkHarmless(page, scripted);
  await page.locator("main form").getByRole("button").click();
  await expect(page.getByText("The decision is recorded.")).toBeVisible();

  await page.goto(`${person}/authority/new`);
  await write(page);
  await page.getByLabel(/^A deputy/).check();
  await page.getByRole("radio", { name: "Yes", exact: true }).check();
  await press(page, "Save");
  await checkHarmless(page, scripted);
  await page.goto(`${person}/capacity`);
  await write(page);
  await page.getByLabel(/^My doubt does not come/).check();
  for (const ability of ["understand", "retain", "weigh", "communicate"]) {
    await page.locator(`input[name=${ability}][value=yes]`).check();
  }
  await press(page, "Record the assessment");
  await expect(page.getByRole("heading", { name: "Who may decide" })).toBeVisible();
  await checkHarmless(page, scripted);

  await page.goto(`${person}/details`);
  await write(page);
  await page.getByLabel("Postcode").fill("");
  await press(page, "Save");
  await checkHarmless(page, scripted);

  await page.goto(`${person}/assessment`);
  await page.locator("input[type=radio][value=no]").first().check();
  await write(page);
  await press(page, "Save and go on to the rating");
  await expect(page.getByText(/The tool suggests/)).toBeVisible();
  await write(page);
  await page.getByRole("radio", { name: "Amber" }).check();
  await press(page, "Set the rating");
  await expect(page.getByText("The rating is set")).toBeVisible();

  await page.goto(`${person}/plan/issues/new`);
  await write(page);
  await press(page, "Add the issue");
  await page.goto(`${person}/plan/strategies/new`);
  await write(page);
  await page.locator("input[name=kind]").last().check();
  await press(page, "Add it");
  await page.goto(`${person}/plan/actions/new`);
  await write(page);
  await page.getByRole("radio").first().check();
  const owner = page.getByLabel("Which agency will do it?");
  await owner.selectOption((await owner.locator("option", { hasText: /social care/i }).first().getAttribute("value")) ?? "");
  const due = new Date(Date.now() + 3 * 86_400_000);
  await fillDate(page, "By when?", String(due.getDate()), String(due.getMonth() + 1), String(due.getFullYear()));
  await press(page, "Agree the action");
  await expect(page.getByText("The action is agreed")).toBeVisible();

  await page.goto(`${person}/review`);
  await fillDate(page, "When was the review?", String(new Date().getDate()), String(new Date().getMonth() + 1), String(new Date().getFullYear()));
  await write(page);
  await page.getByRole("radio", { name: "Amber" }).check();
  await press(page, "Record the review");
  await expect(page.getByText("The review is recorded")).toBeVisible();

  const look = async (paths: string[]) => {
    for (const path of paths) {
      await page.goto(path);
      await checkHarmless(page, scripted, path.startsWith(person));
    }
  };
  const pages = [person, `${person}/plan`, `${person}/details`, `${person}/consent`, `${person}/consent/receipt/1`, `${person}/authority`, `${person}/assessment`, `${person}/rating`, `${person}/review`, `${person}/withdraw`];
  await look([...pages, "/today", "/people", "/referrals"]);
  await page.goto("/people");
  await page.getByLabel("Find a person").fill(PAYLOAD);
  await press(page, "Search");
  await checkHarmless(page, scripted);

  await switchTo(page, server, "social worker");
  await look([person, `${person}/plan`, "/today", "/people"]);
  await switchTo(page, server, "manager and panel chair");
  await look([person, "/dashboard", "/referrals"]);
});

test("a script in a page's address is only an address", async ({ page, watch, scripted }) => {
  watch.allow(404);
  await page.goto(`/sign-in?next=${encodeURIComponent(`/"><script>window.hacked=1</script>`)}`);
  await checkHarmless(page, scripted, false);
  await page.goto(`/${encodeURIComponent(PAYLOAD)}`);
  await checkHarmless(page, scripted, false);
});
