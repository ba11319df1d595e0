// Somebody pastes a script into every free-text field there is. It is shown as the text it is, to everybody, everywhere.
import type { Page } from "@playwright/test";
import { converse, fillDate, press, switchTo } from "./support/acts.js";
import { apart, expect, signIn, test } from "./support/fixtures.js";
import { recordOf } from "./support/own.js";
import { checkHarmless, look, PAYLOAD, write } from "./support/payload.js";

const in_days = (days: number) => new Date(Date.now() + days * 86_400_000);

async function date(page: Page, legend: string, day = new Date()) {
  await fillDate(page, legend, String(day.getDate()), String(day.getMonth() + 1), String(day.getFullYear()));
}

/** Chooses one of the answers of a question by what is sent. */
async function choose(page: Page, name: string, value: string) {
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** Sends the form of a page, and looks at whatever comes of it. */
async function send(page: Page, button: string, done: string | RegExp, scripted: boolean) {
  await press(page, button);
  await expect(page.getByText(done).first()).toBeVisible();
  await checkHarmless(page, scripted, false);
}

/** Refers somebody in these words, and opens their page. */
async function referred(page: Page, year: string, scripted: boolean): Promise<string> {
  await page.goto("/refer");
  await write(page);
  // A draft of what was refused is there again.
  for (const refused of ["Postcode", "NHS number"]) await page.getByLabel(refused).fill("");
  await fillDate(page, "Date of birth", "15", "3", year);
  await press(page, "Send the referral");
  const same = page.getByRole("heading", { name: "Is it one of these people?" });
  await expect(page.getByText("Referral sent.").or(same)).toBeVisible();
  if (await same.isVisible()) {
    await checkHarmless(page, scripted);
    await page.getByLabel("None of these").check();
    await press(page, "Continue");
    await expect(page.getByText("Referral sent.")).toBeVisible();
  }
  await checkHarmless(page, scripted);
  await page.getByRole("link", { name: /window\.hacked/ }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  await checkHarmless(page, scripted);
  return new URL(page.url()).pathname;
}

/** They said yes, to everything and everybody. */
async function onTheRegister(page: Page, scripted: boolean) {
  await converse(page, () => "Yes", async (page) => {
    if (page.url().endsWith("/sign")) {
      await expect(page.getByText(`You want this to stay private: ${PAYLOAD}`).first()).toBeVisible();
      await checkHarmless(page, scripted);
      await page.getByLabel("Yes, I will type my name", { exact: true }).check();
    }
    if (/\/(exclusions|sign|decision)$/.test(page.url())) await write(page);
  });
  await expect(page.locator("#signature_name")).toHaveText(PAYLOAD);
  await checkHarmless(page, scripted);
  await page.locator("main form").getByRole("button").click();
  await expect(page.getByText("The decision is recorded.")).toBeVisible();
  await checkHarmless(page, scripted);
}

async function network(page: Page, person: string, scripted: boolean) {
  for (const [kind, place] of [["professionals", "professionals"], ["relatives", "family"]]) {
    await page.goto(`${person}/${kind}/new`);
    await write(page);
    await press(page, "Save");
    // An answer that is shown in place has lost its fragment.
    await expect(page).toHaveURL(new RegExp(`${person}(#${place})?$`));
    await checkHarmless(page, scripted);
  }
}

/** One colleague is kept out and let in again, another stays out. */
async function keptOut(page: Page, person: string, scripted: boolean) {
  await page.goto(`${person}/kept-out`);
  await write(page);
  await press(page, "Find the colleague");
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);
  for (const name of ["Femi Okoro", "Graham Poole"]) {
    await page.goto(`${person}/kept-out`);
    await write(page);
    await page.getByLabel("The colleague\u2019s name").fill(name);
    await press(page, "Find the colleague");
    await page.getByLabel(name, { exact: true }).check();
    await checkHarmless(page, scripted);
    await press(page, "Keep them out");
    await expect(page.getByText("Kept out now")).toBeVisible();
    await checkHarmless(page, scripted);
  }
  await page.getByRole("link", { name: /^Let them in again.*Femi Okoro/ }).click();
  await expect(page.getByRole("heading", { name: "Let a colleague in again" })).toBeVisible();
  await write(page);
  await press(page, "Let them in again");
  await expect(page.getByRole("heading", { name: "Let in again" }).or(page.getByText("Let in again", { exact: true })).first()).toBeVisible();
  await checkHarmless(page, scripted);
}

async function plan(page: Page, person: string, scripted: boolean) {
  await page.goto(`${person}/plan/issues/new`);
  await write(page);
  await press(page, "Add the issue");
  await expect(page).toHaveURL(/\/plan$/);
  await page.goto(`${person}/plan/strategies/new`);
  await write(page);
  await page.locator("input[name=kind]").last().check();
  await press(page, "Add it");
  await expect(page).toHaveURL(/\/plan$/);
  await page.goto(`${person}/plan/actions/new`);
  await write(page);
  await page.getByRole("radio").first().check();
  const owner = page.getByLabel("Which agency will do it?");
  await owner.selectOption((await owner.locator("option", { hasText: /social care/i }).first().getAttribute("value")) ?? "");
  await date(page, "By when?", in_days(3));
  await send(page, "Agree the action", "The action is agreed", scripted);
}

test("a script in every field of a record is only words, on every page that shows them", async ({ page, server, scripted }) => {
  test.setTimeout(240_000);
  await signIn(page, server, "nurse", "/refer");
  await write(page, []);
  await press(page, "Send the referral");
  // Refused first: every field comes back with its words, those that take none too.
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);
  const person = await referred(page, "1991", scripted);
  await look(page, scripted, ["/today", "/people", "/referrals", person]);
  await page.goto(person);
  await onTheRegister(page, scripted);
  await network(page, person, scripted);

  await page.goto(`${person}/authority/new`);
  await write(page);
  await page.getByLabel(/^A deputy/).check();
  await choose(page, "covers", "yes");
  await press(page, "Save");
  await expect(page).toHaveURL(/\/authority$/);
  await checkHarmless(page, scripted);
  await page.locator("main a[href$='/end']").first().click();
  await expect(page.getByLabel("Why may they no longer decide?")).toBeVisible();
  await checkHarmless(page, scripted);
  await write(page);
  await press(page, "End their authority");
  await expect(page).toHaveURL(/\/authority$/);
  await checkHarmless(page, scripted);

  await page.goto(`${person}/capacity`);
  await choose(page, "not_assumed", "yes");
  for (const ability of ["understand", "retain", "weigh", "communicate"]) await choose(page, ability, "no");
  await choose(page, "impairment", "yes");
  await choose(page, "because", "yes");
  await choose(page, "wait", "no");
  await date(page, "When did you assess it?");
  await write(page);
  await press(page, "Record the assessment");
  await expect(page.getByRole("heading", { name: "Who may decide" })).toBeVisible();
  await checkHarmless(page, scripted);
  await page.goto(`${person}/best-interests`);
  for (const [name, value] of [["less_restrictive", "no"], ["advocate", "yes"], ["outcome", "yes"], ["dissent", "yes"]]) {
    await choose(page, name, value);
  }
  await date(page, "When was it decided?");
  await date(page, "When is it looked at again? (within a year)", in_days(90));
  await write(page);
  await press(page, "Record it");
  await expect(page).toHaveURL(/\/(authority|consent)/);
  await checkHarmless(page, scripted);

  await page.goto(`${person}/details`);
  await write(page);
  await press(page, "Save");
  await expect(page).toHaveURL(person);
  await checkHarmless(page, scripted);

  await page.goto(`${person}/assessment`);
  await page.locator("input[type=radio][value=no]").first().check();
  await write(page);
  await send(page, "Save and go on to the rating", /The tool suggests/, scripted);
  await page.getByRole("radio", { name: "Amber" }).check();
  await write(page);
  await send(page, "Set the rating", "The rating is set", scripted);

  await plan(page, person, scripted);
  await page.goto(`${person}/plan`);
  const close = (await page.locator("main a[href$='/close']").first().getAttribute("href")) ?? "";

  await page.goto(`${person}/review`);
  await date(page, "When was the review?");
  await page.locator("input[type=radio][name$=state]").first().check();
  await page.getByRole("radio", { name: "Amber" }).check();
  await write(page);
  await send(page, "Record the review", "The review is recorded", scripted);

  await switchTo(page, server, "social worker");
  await look(page, scripted, ["/today", "/people", `${person}/plan`, person]);
  await page.locator("main a[href*='/actions/']").first().click();
  await expect(page.getByLabel("What came of it, or why not?")).toBeVisible();
  await checkHarmless(page, scripted);
  await choose(page, "state", "done");
  await write(page);
  await press(page, "Save");
  await expect(page).toHaveURL(new RegExp(`${person}(/plan)?$`));
  await checkHarmless(page, scripted);
  await switchTo(page, server, "nurse");
  await look(page, scripted, [close]);
  await write(page);
  await press(page, "Close the issue");
  await expect(page).toHaveURL(/\/plan$/);
  await checkHarmless(page, scripted);

  await page.goto(`${person}/paper`);
  await page.getByRole("radio").first().check();
  await press(page, "Make the form");
  await expect(page.getByRole("heading", { name: "A paper form" })).toBeVisible();
  await checkHarmless(page, scripted);
  await page.goto("/paper");
  await page.getByLabel("Code on the form").fill(PAYLOAD);
  await press(page, "Find the record");
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);

  const pages = ["", "/plan", "/details", "/reading", "/consent", "/consent/who", "/consent/read", "/consent/own-view", "/consent/sign", "/consent/decision", "/consent/check", "/consent/receipt/1", "/authority", "/authority/new", "/capacity", "/best-interests", "/assessment", "/rating", "/plan/issues/new", "/plan/strategies/new", "/plan/actions/new", "/review", "/withdraw", "/paper", "/codes", "/codes/new", "/kept-out", "/professionals/new", "/relatives/new", close.slice(person.length)];
  await look(page, scripted, pages.map((path) => `${person}${path}`));
  await look(page, scripted, ["/people"]);
  await look(page, scripted, ["/today", "/referrals?state=waiting", `${person}/hand-over`, "/refer", "/paper"], false);
  await page.goto("/people");
  await page.getByLabel("Find a person").fill(PAYLOAD);
  await press(page, "Search");
  await checkHarmless(page, scripted);

  await switchTo(page, server, "social worker");
  await look(page, scripted, [person, `${person}/plan`, "/people"]);
  await switchTo(page, server, "manager and panel chair");
  await look(page, scripted, [person, `${person}/consent`]);
  await look(page, scripted, [`${person}/looks`, "/dashboard", "/referrals"], false);
  await page.goto(`${person}/withdraw`);
  await page.getByRole("radio").first().check();
  await write(page);
  await press(page, "Stop sharing now");
  await expect(page.getByRole("heading", { name: "Sharing has stopped" })).toBeVisible();
  await checkHarmless(page, scripted, false);
  await look(page, scripted, [person, `${person}/consent`, "/people"]);
  await switchTo(page, server, "governance");
  await look(page, scripted, ["/audit", "/audit?outcome=refused"], false);
});

test("a script in what a person says on their own page is only words, to them and to staff", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/today");
  const person = await referred(page, "1982", scripted);
  await onTheRegister(page, scripted);
  await network(page, person, scripted);
  await plan(page, person, scripted);
  await keptOut(page, person, scripted);
  await page.goto(`${person}/codes/new`);
  await page.getByRole("radio").first().check();
  await press(page, "Make the code");
  await checkHarmless(page, scripted);
  const code = (await page.locator(".code-card__code").textContent()) ?? "";

  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, baseURL: server.url, javaScriptEnabled: scripted });
  watch.over(context);
  const mine = await context.newPage();
  await mine.goto("/me");
  await mine.getByLabel("Your code").fill(PAYLOAD);
  await fillDate(mine, "Your date of birth", "15", "3", "1982");
  await press(mine, "Open my page");
  await expect(mine.getByRole("alert")).toBeVisible();
  await checkHarmless(mine, scripted);
  await mine.getByLabel("Your code").fill(code);
  await press(mine, "Open my page");
  await expect(mine.getByText("What do you want to do?")).toBeVisible();
  await checkHarmless(mine, scripted);

  await mine.goto("/me/words/words");
  await write(mine);
  await send(mine, "Add my words", "Your words are added", scripted);
  for (const about of ["voice", "issues", "professionals"]) {
    await mine.goto(`/me/disagree/${about}`);
    await write(mine);
    await send(mine, "Say that I do not agree", "You said that it is not right", scripted);
  }
  await mine.goto("/me/talk");
  await checkHarmless(mine, scripted);
  await mine.getByRole("radio").first().check({ force: true });
  await choose(mine, "how", (await mine.locator("input[name=how]").first().getAttribute("value")) ?? "");
  await write(mine);
  await send(mine, "Ask someone to talk to me", "You asked someone to talk to you", scripted);
  await look(mine, scripted, ["/me/page", "/me/words", "/me/asked", "/me/plan", "/me/talk", "/me/written/voice", "/me/written/issues", "/me/written/professionals", "/me/written/family", "/me/written/communication", "/me/who"]);
  await look(mine, scripted, ["/me/written", "/me/looks", "/me/answers", "/me/change-mind", "/me/format", "/me/reading"], false);

  await look(page, scripted, [person, "/today"]);
  await page.goto(person);
  const asked = await page.locator("main a[href*='/asked/']").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  await look(page, scripted, [...new Set(asked)]);
  await write(page);
  await send(page, "Mark as done", "Marked as done", scripted);
  await look(page, scripted, [person, ...new Set(asked)]);
  await look(mine, scripted, ["/me/asked"]);

  await mine.goto("/me/change-mind");
  await write(mine);
  await press(mine, "Stop sharing with everybody");
  await expect(mine.getByRole("heading", { name: "Sharing has stopped" })).toBeVisible();
  await checkHarmless(mine, scripted, false);
  await look(mine, scripted, ["/me/asked", "/me/words"]);
  await context.close();
  await switchTo(page, server, "manager and panel chair");
  await look(page, scripted, [person, `${person}/looks`, "/today"], false);
});

test("a script in why a child cannot decide, what they want, and how parents were reconciled, is only words", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  const child = await recordOf(page, "Lowri");
  await page.goto(`${child}/capacity`);
  for (const asked of ["nature", "risks", "alternatives", "free"]) await choose(page, asked, "no");
  await date(page, "When did you assess it?");
  await write(page);
  await press(page, "Record the assessment");
  await expect(page.getByRole("heading", { name: "Who may decide" })).toBeVisible();
  await checkHarmless(page, scripted);
  await page.goto(`${child}/consent/own-view`);
  await choose(page, "own_view", "no");
  await write(page);
  await press(page, "Continue");
  await page.waitForURL(/\/(decision|check)$/);
  await look(page, scripted, [`${child}/consent/own-view`]);

  await switchTo(page, server, "manager and panel chair");
  const person = await recordOf(page, "Poppy");
  await page.goto(`${person}/settle`);
  await page.locator("input[name=keeps]").first().check();
  await page.locator("input[name=because]").first().check();
  await write(page);
  await press(page, "Settle it");
  await expect(page).toHaveURL(person);
  await checkHarmless(page, scripted);
  await look(page, scripted, [`${person}/consent`]);
});

test("a script in who decides for a child, and is not sure, is only words to those who are asked to talk", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  const child = await referred(page, "2015", scripted);
  await page.goto(`${child}/capacity`);
  for (const asked of ["nature", "risks", "alternatives", "free"]) await choose(page, asked, "no");
  await date(page, "When did you assess it?");
  await write(page);
  await press(page, "Record the assessment");
  await expect(page.getByRole("heading", { name: "Who may decide" })).toBeVisible();
  await page.goto(`${child}/authority/new`);
  await choose(page, "authority", "parental_responsibility");
  await page.locator("input[name=basis]").first().check();
  await choose(page, "covers", "yes");
  await date(page, "When did you see the document? (leave empty if you did not)");
  await write(page);
  await press(page, "Save");
  await expect(page).toHaveURL(/\/authority$/);
  await checkHarmless(page, scripted);

  await page.goto(`${child}/consent/who`);
  await page.getByRole("radio", { name: /window\.hacked/ }).check();
  await press(page, "Continue");
  await expect(page).toHaveURL(/\/consent\/read$/);
  await page.goto(`${child}/consent/on_the_list`);
  await page.getByRole("radio", { name: "Not sure" }).check();
  await press(page, "Continue");
  await send(page, "Ask someone to talk with me", "You asked someone to talk to you", scripted);
  await look(page, scripted, ["/today", child]);
  const asked = (await page.locator("main a[href*='/asked/']").first().getAttribute("href")) ?? "";
  await look(page, scripted, [asked]);
  await expect(page.getByText("Nia Evans wrote it down")).toContainText("window.hacked");
  await write(page);
  await send(page, "Mark as done", "Marked as done", scripted);
  await look(page, scripted, [asked, child]);
});

test("a script in what somebody asks for without an account is only words", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  const onward = async (button: string, to: RegExp) => {
    await press(page, button);
    await page.waitForURL(to);
    await checkHarmless(page, scripted, false);
  };
  await page.goto("/ask/who");
  await page.getByLabel("For someone in my family, or a friend").check();
  await write(page);
  await onward("Continue", /\/person$/);
  await write(page);
  await fillDate(page, "Date of birth", "6", "8", "1973");
  await onward("Continue", /\/contact$/);
  await write(page, []);
  await press(page, "Continue");
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);
  await page.getByLabel(/^Postcode/).fill("");
  // A number has six digits at least; two are in the words.
  await page.getByLabel("Phone number").fill(`9601${PAYLOAD}`);
  await onward("Continue", /\/why$/);
  await write(page);
  await onward("Continue", /\/check$/);
  await look(page, scripted, ["/ask/who", "/ask/person", "/ask/contact", "/ask/why", "/ask/check"]);
  await press(page, "Send it");
  await expect(page.getByRole("heading", { name: "We have got it" })).toBeVisible();
  await checkHarmless(page, scripted, false);
  await page.goto("/ask/return");
  await write(page, []);
  await press(page, "Go on");
  await expect(page.getByRole("alert")).toBeVisible();
  await checkHarmless(page, scripted);

  await signIn(page, server, "coordinator", "/referrals");
  await look(page, scripted, ["/today", "/people", "/referrals"]);
  await page.getByRole("link", { name: /window\.hacked/ }).first().click();
  await expect(page.locator(".person-banner")).toBeVisible();
  await checkHarmless(page, scripted);
  const person = new URL(page.url()).pathname;
  await look(page, scripted, [`${person}/close`, `${person}/consent`]);
});

test("a script in the cells of a list that is brought in is only words", async ({ page, server, scripted }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "manager and panel chair", "/lists");
  const cell = `"${PAYLOAD.replaceAll('"', '""')}"`;
  const list = [
    "First name,Surname,Date of birth,NHS number,Address,Postcode,Key professional,Tried,Next steps,Reference",
    `${cell},Celler,4 February 1968,,${cell},ZZ99 3VZ,${cell},${cell},${cell},${cell}`,
    `Una,Celling,${cell},${cell},${cell},${cell},${cell},${cell},${cell},${cell}`,
    `${cell},${cell},4 February 1968,,,,,,,`,
    `${cell},${cell},${cell},${cell},${cell},${cell},${cell},${cell},${cell},${cell}`,
  ].join("\n");
  await page.goto("/lists");
  await page.getByLabel("The list", { exact: true }).setInputFiles({ name: `${PAYLOAD.replaceAll("/", "")}.csv`, mimeType: "text/csv", buffer: Buffer.from(list) });
  await send(page, "Bring the list in", "The list is in", scripted);
  const import_page = new URL(page.url()).pathname;
  const tabs = await page.locator("main .filters a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(tabs.length).toBeGreaterThan(3);
  await look(page, scripted, ["/lists", import_page, ...tabs], false);
  await look(page, scripted, ["/people", "/referrals", "/today"]);
  await page.goto("/referrals");
  const people = await page.locator("main a[href^='/people/']").filter({ hasText: "window.hacked" }).evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(people.length).toBeGreaterThan(0);
  await look(page, scripted, [...new Set(people)].flatMap((person) => [person, `${person}/details`, `${person}/consent`]));
});

// An agency that joins stays in the county, so these have a county of their own.
const ownCounty = apart();

ownCounty("a script in the names of an agency, its agreement and its staff is only words, to all the others too", async ({ page, server, scripted }) => {
  ownCounty.setTimeout(180_000);
  await signIn(page, server, "administrator", "/agencies");
  await page.goto("/agencies");
  await write(page, ["[inputmode=numeric]"]);
  await page.getByRole("radio", { name: "Police" }).check();
  await choose(page, "hosts", "no");
  await date(page, "First day in force");
  await press(page, "Add the agency");
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);
  await page.getByLabel("Short code").fill("WORDS");
  await send(page, "Add the agency", "The agency is added", scripted);
  const row = page.getByRole("row").filter({ hasText: "WORDS" });
  const agreement = (await row.locator("a[href$='/agreement']").getAttribute("href")) ?? "";
  await page.goto(agreement);
  await checkHarmless(page, scripted);
  await write(page);
  await date(page, "First day in force");
  await press(page, "Record the agreement");
  await expect(page).toHaveURL(/\/agencies$/);
  await look(page, scripted, ["/agencies", agreement.replace("agreement", "end-agreement"), "/lists", "/staff"]);

  await write(page, []);
  const email = "words@words.example";
  const agency = page.getByLabel("Which agency do they work for?");
  await agency.selectOption((await agency.locator("option", { hasText: "window.hacked" }).getAttribute("value")) ?? "");
  await page.getByLabel("Practitioner").check();
  await page.getByLabel("A first password").fill("three random words");
  await press(page, "Add the account");
  // An email address is an email address.
  await expect(page.getByRole("alert")).toContainText("There is a problem");
  await checkHarmless(page, scripted);
  await page.getByLabel("Their work email address").fill(email);
  await page.getByLabel("A first password").fill("three random words");
  await send(page, "Add the account", "The account is made", scripted);
  const staff = page.getByRole("row").filter({ hasText: email });
  const [password, leave] = await staff.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  await look(page, scripted, [password, leave, "/staff"]);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();

  await page.getByLabel("Email address").fill(PAYLOAD);
  await page.getByLabel("Password").fill(server.password);
  await press(page, "Sign in");
  await expect(page.getByRole("alert")).toBeVisible();
  await checkHarmless(page, scripted);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill("three random words");
  await press(page, "Sign in");
  await page.getByLabel("The password you were given").fill("three random words");
  await page.getByLabel("Your own password").fill("words of my very own");
  await press(page, "Save it and sign in");
  await expect(page.getByRole("heading", { level: 1, name: "Who needs me today" })).toBeVisible();
  // Whose account it is stands on every page.
  await look(page, scripted, ["/today", "/account", "/people", "/refer", "/referrals"]);
  await page.goto("/refer");
  await page.getByLabel("First name").fill("Wanda");
  await page.getByLabel("Last name").fill("Worded");
  await fillDate(page, "Date of birth", "15", "3", "1990");
  await page.getByLabel("Why are you referring them?").fill(PAYLOAD);
  await send(page, "Send the referral", "Referral sent.", scripted);

  await switchTo(page, server, "coordinator");
  await page.goto("/referrals");
  await page.getByRole("link", { name: "Wanda Worded" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  await checkHarmless(page, scripted);
  const person = new URL(page.url()).pathname;
  await page.goto(`${person}/consent/check`);
  await checkHarmless(page, scripted);
  const question = await page.locator("main a[href*='/consent/agency']").filter({ hasText: "window.hacked" }).getAttribute("href");
  await look(page, scripted, [question ?? ""]);
  await page.locator("summary", { hasText: "would see" }).click();
  await page.getByRole("radio", { name: "Not sure" }).check();
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "It is OK not to be sure" })).toBeVisible();
  await send(page, "Ask someone to talk with me", "You asked someone to talk to you", scripted);
  await page.goto(person);
  const asked = (await page.locator("main a[href*='/asked/']").first().getAttribute("href")) ?? "";
  await look(page, scripted, [asked]);
  await page.goto(person);
  await converse(page, () => "Yes", async (page) => {
    if (page.url().endsWith("/sign")) await checkHarmless(page, scripted);
  });
  await press(page, "Record the decision");
  await expect(page.getByText("The decision is recorded.")).toBeVisible();
  await look(page, scripted, [person, `${person}/consent/receipt/1`, `${person}/withdraw`, `${person}/plan/actions/new`, "/referrals?state=closed"], false);
  await switchTo(page, server, "manager and panel chair");
  await look(page, scripted, [`${person}/looks`, "/dashboard"], false);
  await switchTo(page, server, "governance");
  await look(page, scripted, ["/audit"]);
});

const emptyRegister = apart({ empty: true });

emptyRegister("a script in the words with which a register is set up is only words", async ({ page, server, scripted }) => {
  await page.goto("/");
  await expect(page).toHaveURL("/set-up");
  await write(page, []);
  await page.getByLabel("A password").fill("three random words");
  await page.getByRole("radio").first().check();
  await press(page, "Make the first account");
  // Neither a code nor an email address, and all of it comes back.
  await expect(page.getByRole("alert")).toContainText("This is not the set-up code");
  await checkHarmless(page, scripted);
  await page.getByLabel("Set-up code").fill(server.setUpCode);
  await page.getByLabel("Your email address").fill("first@words.example");
  await page.getByLabel("A password").fill("three random words");
  await press(page, "Make the first account");
  await expect(page).toHaveURL("/agencies");
  await checkHarmless(page, scripted);
  await look(page, scripted, ["/agencies", "/staff", "/lists", "/account"]);
  await press(page, "Sign out");
  await checkHarmless(page, scripted, false);
  await page.getByLabel("Email address").fill("first@words.example");
  await page.getByLabel("Password").fill("three random words");
  await press(page, "Sign in");
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeVisible();
  await checkHarmless(page, scripted);
});

test("a script in a page's address is only an address", async ({ page, watch, scripted }) => {
  watch.allow(404);
  await page.goto(`/sign-in?next=${encodeURIComponent(`/"><script>window.hacked=1</script>`)}`);
  await checkHarmless(page, scripted, false);
  await page.goto(`/${encodeURIComponent(PAYLOAD)}`);
  await checkHarmless(page, scripted, false);
});
