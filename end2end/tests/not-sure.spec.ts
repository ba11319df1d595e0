// Somebody who is not sure, at every question there is: help is offered, one can go on or stop, and it never becomes a yes.
import { press, referNew, switchTo } from "./support/acts.js";
import { expect, signIn, test, type Page } from "./support/fixtures.js";

const AGENCIES = ["social worker", "psychologist", "support lead", "senco", "paramedic", "police officer"];

/** How "not sure" is said back, of the questions beside those about agencies. */
const FURTHER: Record<string, string> = {
  cetr: "Not sure: we cannot have a meeting with you about your care.",
  contact_family: "Not sure: we cannot talk to your family about you.",
  anonymous_planning: "Not sure: we cannot learn from your answers.",
};

/** The same, of a question about an agency too. */
const saidBack = (field: string, question: string) =>
  FURTHER[field] ?? question.replace(/^Can (.+) see your information\?$/, "Not sure: $1 cannot see your information.");

/** Which question is shown, by the last word of its address. */
const fieldOf = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

async function answer(page: Page, word: "Yes" | "No" | "Not sure") {
  const before = page.url();
  await page.getByRole("radio", { name: word, exact: true }).check();
  await press(page, "Continue");
  await page.waitForURL((url) => url.href !== before);
}

/** The page that "not sure" leads to. */
async function seeHelp(page: Page, field: string) {
  expect(fieldOf(page)).toBe(`not-sure-${field}`);
  await expect(page.getByRole("heading", { name: "It is OK not to be sure" })).toBeVisible();
  for (const line of ["We can stop here.", "Your support stays the same.", "You can talk to someone you trust.", "We can ask you again another day."]) {
    await expect(page.getByText(line, { exact: true }), field).toBeVisible();
  }
  await expect(page.getByRole("button", { name: "Ask someone to talk with me" }), field).toBeVisible();
}

const goOn = (page: Page) => page.getByRole("link", { name: "Go on to the next question. Not sure does not count as yes" });

/** Before there is anything further to ask it has to be answered: back to the question, which still says "not sure". */
async function answerAfterAll(page: Page, field: string) {
  await expect(goOn(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Answer the question" }).click();
  await page.waitForURL((url) => url.pathname.endsWith(`/${field}`));
  await expect(page.getByRole("radio", { name: "Not sure", exact: true })).toBeChecked();
  await answer(page, "Yes");
}

test("somebody who is not sure is offered help at every question, and nothing of it is said back, recorded or shared as a yes", async ({ page, server }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/today");
  const person = await referNew(page, "Ash", "Unsure");
  await page.getByRole("button", { name: "Explain it and ask" }).click();
  await page.getByLabel("Easy read with pictures", { exact: true }).check();
  await press(page, "Start");
  await page.getByLabel("The person", { exact: true }).check();
  await press(page, "Continue");
  await press(page, "Go on to the questions");
  await page.waitForURL(/\/consent\/understood$/);

  await answer(page, "Not sure");
  await seeHelp(page, "understood");
  await answerAfterAll(page, "understood");

  expect(fieldOf(page)).toBe("on_the_list");
  await answer(page, "Not sure");
  await seeHelp(page, "on_the_list");
  // Not sure whether to be on it at all: that is no decision, whoever presses the button.
  await page.goto(`${person}/consent/check`);
  await expect(page.locator("#on_the_list")).toHaveText("Not sure");
  await press(page, "Record the decision");
  await expect(page.getByRole("alert")).toContainText("\u201cNot sure\u201d is not a decision");
  expect((await page.request.get(`${person}/consent/receipt/1`)).status()).not.toBe(200);
  await page.goto(`${person}/consent/not-sure-on_the_list`);
  await answerAfterAll(page, "on_the_list");

  const unsure: { field: string; said: string }[] = [];
  while (fieldOf(page) !== "exclusions") {
    expect(unsure.length).toBeLessThan(20);
    const field = fieldOf(page);
    unsure.push({ field, said: saidBack(field, ((await page.locator("main h1").textContent()) ?? "").trim()) });
    await answer(page, "Not sure");
    await seeHelp(page, field);
    await goOn(page).click();
    await page.waitForURL((url) => !url.pathname.includes("/not-sure-"));
  }
  const fields = unsure.map(({ field }) => field);
  expect(fields.filter((field) => field.startsWith("agency-"))).toHaveLength(6);
  expect(fields.slice(6)).toEqual(["cetr", "contact_family", "anonymous_planning"]);
  const said = unsure.map(({ said }) => said);
  for (const line of said) expect(line).toMatch(/^Not sure: .+ cannot .+\.$/);

  // Said back to them, before they sign or not.
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "Your answers" })).toBeVisible();
  await expect(page.locator("main .typed")).toHaveText(["You said yes to the support list.", ...said]);
  await answer(page, "No");
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "How the decision was made" })).toBeVisible();
  await page.getByLabel("Spoke", { exact: true }).check();
  await page.getByLabel("Name of somebody who saw it").fill("Nia Evans");
  await press(page, "Continue");

  // Checked by the professional: each is what it was, and nobody but whoever runs the register will see anything.
  await expect(page.getByRole("heading", { name: "Check the answers" })).toBeVisible();
  for (const field of fields) await expect(page.locator(`[id="${field}"]`), field).toHaveText("Not sure");
  const willSee = await page.locator("main .nhsuk-inset-text ul:first-of-type li").allInnerTexts();
  expect(willSee.length).toBeGreaterThan(0);
  expect(willSee.filter((line) => !line.endsWith(", which runs it"))).toEqual([]);
  await expect(page.locator("main .nhsuk-inset-text ul:last-of-type li")).toHaveCount(AGENCIES.length);

  // And what they take home.
  await press(page, "Record the decision");
  await page.waitForURL(`${person}/consent/receipt/1`);
  const home = (await page.locator(".receipt .easy-read > li").allInnerTexts()).map((line) => line.trim());
  expect(home).toEqual(expect.arrayContaining(["You said yes to the support list.", ...said]));
  expect(home.filter((line) => /^We can |can see your information/.test(line))).toEqual(["They can see your information."]);
  expect(home[home.indexOf("They can see your information.") - 1]).toMatch(/ runs the support list\.$/);

  for (const who of AGENCIES) {
    await switchTo(page, server, who);
    expect((await page.request.get(person)).status(), `${who} sees nothing of them`).toBe(404);
  }
});
