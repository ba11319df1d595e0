// Pages that there are only once something was done: given, ended, taken back, differing, refused. Each is sound HTML,
// accessible, and fits a phone with everything at 200 %.
import type { Page } from "@playwright/test";
import { fillDate, press, referNew, switchTo, today } from "./support/acts.js";
import { apart, expect, signIn, test } from "./support/fixtures.js";
import { looker, PHONE, unchoose } from "./support/look.js";
import { recordOf } from "./support/own.js";

/** The nurse refers somebody nobody else writes about, and holds her phone. */
async function somebodyNew(page: Page, first: string, last: string): Promise<string> {
  const person = await referNew(page, first, last);
  await page.setViewportSize(PHONE);
  return person;
}

async function choose(page: Page, name: string, value: string) {
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** Writes into every text of the page that is shown. */
async function writeEverything(page: Page) {
  for (const field of await page.locator("main form textarea:visible, main form input[type=text]:visible:not([inputmode])").all()) {
    await field.fill("Seen on two visits, with her sister there.");
  }
}

/** Finds that somebody cannot decide, or that they can. */
async function assess(page: Page, person: string, can: boolean) {
  await page.goto(`${person}/capacity`);
  await choose(page, "not_assumed", "yes");
  for (const ability of ["understand", "retain", "weigh", "communicate"]) await choose(page, ability, can ? "yes" : "no");
  if (!can) {
    await choose(page, "impairment", "yes");
    await choose(page, "because", "yes");
    await choose(page, "wait", "no");
  }
  await writeEverything(page);
  await press(page, "Record the assessment");
  await expect(page.getByRole("heading", { level: 1, name: "Who may decide" })).toBeVisible();
}

test("an assessment that is not whole is refused on a sound page, for an adult and for a child", async ({ page, server, scripted }) => {
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const adult = await somebodyNew(page, "Rosa", "Waagen");
  await page.goto(`${adult}/capacity`);
  await look.page();
  await look.refused("Record the assessment");
  const child = await recordOf(page, "Lowri");
  await page.goto(`${child}/capacity`);
  await expect(page.getByRole("heading", { name: /Gillick/ })).toBeVisible();
  await look.page();
  await look.refused("Record the assessment");
});

test("a best-interests checklist is open, refused, or closed to who can decide, on sound pages", async ({ page, server, watch, scripted }) => {
  test.setTimeout(120_000);
  watch.allow(409);
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const person = await somebodyNew(page, "Berta", "Wohlers");
  const checklist = `${person}/best-interests`;
  await page.goto(checklist);
  await expect(page.getByText("There can be no best-interests decision now.")).toBeVisible();
  await look.page();
  await assess(page, person, false);
  await look.page();
  await page.goto(checklist);
  await expect(page.getByText("which says that they cannot make this decision now.")).toBeVisible();
  await look.page();
  await look.refused("Record it");

  for (const [name, value] of [["less_restrictive", "no"], ["advocate", "yes"], ["outcome", "yes"], ["dissent", "yes"]]) {
    await choose(page, name, value);
  }
  await writeEverything(page);
  // Meanwhile she finds, in another tab, that they can decide after all.
  const other = await page.context().newPage();
  await assess(other, person, true);
  await other.close();
  await look.answered("Record it", 409, "It is kept as a draft that only you see");
  await expect(page.getByText("Seen on two visits, with her sister there.").first()).toBeVisible();
});

test("somebody's authority is written down and ended on sound pages, also where a colleague was quicker", async ({ page, server, watch, scripted }) => {
  test.setTimeout(120_000);
  watch.allow(409);
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const person = await somebodyNew(page, "Vera", "Endler");
  await page.goto(`${person}/authority/new`);
  await look.refused("Save");
  await page.getByLabel("Name", { exact: true }).fill("Dora Endler");
  await page.getByLabel("Who are they to the person?").fill("Sister");
  await page.getByLabel(/^A deputy/).check();
  await choose(page, "covers", "yes");
  await fillDate(page, "When did you see the document? (leave empty if you did not)", ...today());
  await press(page, "Save");
  await expect(page).toHaveURL(/\/authority$/);
  await look.page();
  await page.getByRole("link", { name: "End the authority of Dora Endler" }).click();
  await expect(page.getByLabel("Why may they no longer decide?")).toBeVisible();
  await look.page();
  await look.refused("End their authority");
  await page.getByLabel("Why may they no longer decide?").fill("The order has run out.");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByLabel("Why may they no longer decide?").fill("The court ended it.");
  await press(other, "End their authority");
  await expect(other).toHaveURL(/\/authority$/);
  await other.close();
  await look.answered("End their authority", 409, "Dora Endler may no longer decide since");
  await expect(page.getByRole("row").filter({ hasText: "The court ended it." })).toContainText("The order has run out.");
  await page.goto(`${person}/authority`);
  await look.page();
});

test("who is not sure asks to talk, and staff answer it, on sound pages, also where a colleague was quicker", async ({ page, server, watch, scripted }) => {
  test.setTimeout(120_000);
  watch.allow(409);
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const person = await somebodyNew(page, "Timo", "Fragner");
  await page.goto(`${person}/consent/on_the_list`);
  await page.getByRole("radio", { name: "Not sure" }).check();
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "It is OK not to be sure" })).toBeVisible();
  await press(page, "Ask someone to talk with me");
  await expect(page.getByText("You asked someone to talk to you. Somebody will be in touch")).toBeVisible();
  await look.page();
  await page.goto(person);
  await look.page();
  await page.locator("main a[href*='/asked/']").first().click();
  await expect(page.getByText("Not sure: Do you want to be on the support list?")).toBeVisible();
  const asked = new URL(page.url()).pathname;
  await look.page();
  await look.refused("Mark as done");
  await page.getByLabel("What was done?").fill("We rang you.");
  const other = await page.context().newPage();
  await other.goto(asked);
  await other.getByLabel("What was done?").fill("We come on Monday.");
  await press(other, "Mark as done");
  await expect(other.getByText("Marked as done")).toBeVisible();
  await other.close();
  await look.answered("Mark as done", 409, "What you typed was not added to it.");
  await expect(page.getByText("We come on Monday.")).toBeVisible();
  await expect(page.getByLabel("What you typed")).toHaveValue("We rang you.");
  await page.goto(asked);
  await look.page();
});

test("a paper form is made, comes back and is looked for on sound pages", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const person = await somebodyNew(page, "Paula", "Papiermann");
  await page.goto(`${person}/paper`);
  await look.page();
  await unchoose(page);
  await look.refused("Make the form");
  await page.getByRole("radio").first().check();
  await press(page, "Make the form");
  await expect(page.getByRole("heading", { name: "A paper form" })).toBeVisible();
  const form = new URL(page.url()).pathname;
  await look.page();
  await look.refused("Keep these pages");
  const picture = await page.screenshot();
  await page.getByLabel("Photo or scan of the signed pages").setInputFiles({ name: "page.png", mimeType: "image/png", buffer: picture });
  await press(page, "Keep these pages");
  await expect(page.getByRole("heading", { name: "Copy the answers" })).toBeVisible();
  await look.page();
  await page.goto(`${person}/paper`);
  await look.page();
  await page.goto(form);
  await page.getByRole("button", { name: "Copy the answers into the record" }).click();
  await expect(page.getByText("You are copying the answers from the paper form")).toBeVisible();
  await look.page();
  await page.goto("/paper");
  await look.page();
  await look.refused("Find the record");
});

const ownCounty = apart();

ownCounty("decisions that differ are seen on the record, and settled or not, on sound pages", async ({ page, server, watch, scripted }) => {
  ownCounty.setTimeout(120_000);
  watch.allow(409);
  await signIn(page, server, "manager and panel chair", "/people");
  const look = looker(page, scripted);
  const person = await recordOf(page, "Poppy");
  await page.setViewportSize(PHONE);
  await page.goto(person);
  await expect(page.getByText("Decisions differ")).toBeVisible();
  await look.page();
  await page.getByRole("link", { name: "Settle which decision stands" }).click();
  await expect(page.getByRole("table", { name: "Decisions in force that differ" }).getByRole("row")).toHaveCount(3);
  await look.page();
  await look.refused("Settle it");
  const settle = async (tab: Page, words: string) => {
    await tab.locator("input[name=keeps]").first().check();
    await tab.locator("input[name=because]").first().check();
    await tab.getByLabel("How do you know?").fill(words);
  };
  await settle(page, "They agreed on the phone.");
  const other = await page.context().newPage();
  await other.goto(`${person}/settle`);
  await settle(other, "They told the school.");
  await press(other, "Settle it");
  await expect(other).toHaveURL(person);
  await expect(other.getByText("They told the school.")).toBeVisible();
  await other.close();
  await look.answered("Settle it", 409, "Something changed while this page was open");
  await page.goto(person);
  await expect(page.getByText("Decisions differ")).toHaveCount(0);
  await look.page();
});

ownCounty("a code is given, shown once and taken back on sound pages", async ({ page, server, scripted }) => {
  ownCounty.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const person = await recordOf(page, "Winston");
  await page.setViewportSize(PHONE);
  await page.goto(`${person}/codes`);
  await expect(page.getByText("Nobody has a code at the moment.")).toBeVisible();
  await look.page();
  await page.getByRole("button", { name: "Give a new code" }).click();
  await expect(page.getByRole("heading", { name: "Give a personal code" })).toBeVisible();
  await look.page();
  await unchoose(page);
  await look.refused("Make the code");
  await page.getByLabel("The person", { exact: true }).check();
  await page.getByLabel("Large print", { exact: true }).check();
  await look.answered("Make the code", 200, "This code is shown once and kept nowhere.");
  await expect(page.locator(".code-card__code")).toHaveText(/^\w{3} \w{3} \w{3}$/);
  await page.goto(`${person}/codes`);
  await look.page();
  await page.getByRole("link", { name: /^Take it back/ }).click();
  await expect(page.getByRole("heading", { name: "Take the code back" })).toBeVisible();
  await look.page();
  await press(page, "Take the code back");
  await expect(page.getByText("The code is taken back. It opens nothing more")).toBeVisible();
  await look.page();
});

ownCounty("a colleague is kept out and let in again on sound pages", async ({ page, server, scripted, watch }) => {
  ownCounty.setTimeout(120_000);
  watch.allow(404);
  await signIn(page, server, "nurse", "/today");
  const look = looker(page, scripted);
  const person = await recordOf(page, "Winston");
  await page.setViewportSize(PHONE);
  await page.goto(person);
  await page.getByRole("link", { name: "Keep one colleague out, or let them in again" }).click();
  await expect(page.getByText("Nobody is kept out at the moment.")).toBeVisible();
  await look.page();
  await look.refused("Find the colleague");
  await page.getByLabel("The colleague\u2019s name").fill("mendez");
  await page.getByLabel("What did the person say about it? (optional)").fill("She is my aunt");
  await look.answered("Find the colleague", 200, "Is it this colleague?");
  await page.getByLabel("Carla Mendes", { exact: true }).check();
  await press(page, "Keep them out");
  await expect(page.getByText("Kept out now")).toBeVisible();
  await look.page();

  await switchTo(page, server, "Social worker");
  expect((await page.goto(person))?.status()).toBe(404);
  await look.page();
  await switchTo(page, server, "nurse");
  await page.goto(`${person}/kept-out`);
  await page.getByRole("link", { name: /^Let them in again/ }).click();
  await expect(page.getByRole("heading", { name: "Let a colleague in again" })).toBeVisible();
  await look.page();
  await look.refused("Let them in again");
  await page.getByLabel("Why may they look again?").fill("They made up");
  await press(page, "Let them in again");
  await expect(page.getByText("Nobody is kept out at the moment.")).toBeVisible();
  await switchTo(page, server, "Social worker");
  expect((await page.goto(person))?.status()).toBe(200);
});

const emptyRegister = apart({ empty: true });

emptyRegister("an empty register is set up on sound pages", async ({ page, server, scripted }) => {
  const look = looker(page, scripted);
  await page.setViewportSize(PHONE);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Set up the register" })).toBeVisible();
  await look.page();
  await look.refused("Make the first account");
  await page.getByLabel("Set-up code").fill(server.setUpCode);
  await page.getByLabel("The agency that runs the register").fill("Moorland NHS");
  await page.getByRole("radio").first().check();
  await page.getByLabel("Your name").fill("Ada Bevan");
  await page.getByLabel("Your job title").fill("Systems administrator");
  await page.getByLabel("Your email address").fill("ada@lda.example");
  await page.getByLabel("A password").fill("three random words");
  await press(page, "Make the first account");
  await expect(page).toHaveURL("/agencies");
  await expect(page.getByRole("row").filter({ hasText: "Moorland NHS" })).toBeVisible();
  for (const path of ["/agencies", "/staff", "/lists", "/account"]) {
    await page.goto(path);
    await look.page();
  }
});
