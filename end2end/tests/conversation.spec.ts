// The consent conversation for those who use no mouse, and for those who listen to it.
import { press, refer } from "./support/acts.js";
import { expect, signIn, test, type Page } from "./support/fixtures.js";
import { at, heard, order } from "./support/heard.js";
import { looker, PHONE, unchoose } from "./support/look.js";
import { recordOf } from "./support/own.js";

const FORMATS = [
  "Plain leaflet", "Large print", "Easy read with pictures", "Easy read with pictures in boxes", "Easy read with symbols",
  "Easy read with symbols in boxes",
];

/** Presses a key and waits until the page that follows is there. */
async function go(page: Page, key: string) {
  const before = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== before);
  await expect(page.locator("main h1, main .nhsuk-label--l").first()).toBeVisible();
}

/** Goes on with Tab until the element with focus fits; nothing may be out of reach. */
async function tabTo(page: Page, what: (focused: { tag: string; name: string; type: string; value: string; text: string }) => boolean) {
  for (let steps = 0; steps < 80; steps += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      return {
        tag: at?.tagName ?? "",
        name: at?.name ?? "",
        type: at?.type ?? "",
        value: at?.value ?? "",
        text: at?.textContent?.trim() ?? "",
      };
    });
    if (what(focused)) return;
  }
  throw new Error(`not reached with Tab on ${page.url()}`);
}

async function button(page: Page, text: string) {
  await tabTo(page, (focused) => focused.tag === "BUTTON" && focused.text === text);
}

/** Chooses a radio of a group as a keyboard does: Tab into the group, arrows within it. */
async function choose(page: Page, name: string, value: string) {
  await tabTo(page, (focused) => focused.type === "radio" && focused.name === name);
  const chosen = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
  await page.keyboard.press("Space");
  for (let steps = 0; (await chosen()) !== value && steps < 12; steps += 1) await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe(value);
}

test("the whole conversation is done by keyboard alone, and every page says what it asks to a screen reader", async ({ page, server }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Kit", "Keyboarder", "A worry.");
  await page.getByRole("link", { name: "Kit Keyboarder" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  const person = new URL(page.url()).pathname;
  await page.goto(`${person}/consent`);

  order(await heard(page), /^heading: Ask for a decision \(level 1/, /^group: How will you give the information\?/, /^radio: Plain leaflet/, /^button: Start/);
  await choose(page, "format", "symbols");
  order(await heard(page), /^group: How will you give/, /^radio: Plain leaflet$/, /^radio: Easy read with symbols \(checked, focused\)$/);
  await button(page, "Start");
  await go(page, "Enter");

  order(await heard(page), /^heading: Who decides\? \(level 1/, /^group: Who decides today\?/, /^radio: The person \(checked\)$/, /^button: Continue/);
  await button(page, "Continue");
  await go(page, "Enter");

  order(
    await heard(page),
    /^heading: What is the support list\? \(level 1/,
    /^text: Saying no to the support list does not change your support\.$/,
    /^heading: You can choose \(level 2\)$/,
    /^heading: Before you answer \(level 2\)$/,
    /^text: If you say no, your support stays the same\.$/,
    /^button: Go on to the questions/,
  );
  await button(page, "Go on to the questions");
  await go(page, "Enter");

  let asked = 0;
  while (!/\/(exclusions|decision)$/.test(page.url())) {
    const lines = await heard(page);
    // One group with the question as its name and as the page's heading, what there is to know said with it, and
    // three answers; what there is to know stands below them once more.
    const [, question, known] = /^group: (.+?\?) \(described by (.+\.)\)$/.exec(lines[at(lines, /^group: /)]) ?? ["", "", ""];
    expect(lines.filter((line) => line.startsWith("group: ")), page.url()).toEqual([`group: ${question} (described by ${known})`]);
    expect(lines.filter((line) => line.startsWith("heading: ")).map((line) => line.replace(", focused", "")), page.url()).toEqual([
      `heading: ${question} (level 1)`,
    ]);
    expect(lines.filter((line) => line.startsWith("radio: ")), page.url()).toEqual(["radio: Yes", "radio: No", "radio: Not sure"]);
    order(lines, /^group: /, /^heading: /, /^radio: Yes$/, /^radio: No$/, /^radio: Not sure$/, /^list/, /^text: .+\.$/, /^button: Continue$/);
    const field = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    if (field === "on_the_list") await refuseAndWonder(page, question);
    await choose(page, field, "yes");
    const chosen = (await heard(page)).filter((line) => line.startsWith("radio: "));
    expect(chosen, page.url()).toEqual(["radio: Yes (checked, focused)", "radio: No", "radio: Not sure"]);
    await button(page, "Continue");
    await go(page, "Enter");
    asked += 1;
  }
  expect(asked).toBeGreaterThan(8);

  order(await heard(page), /^text: You can leave this empty\.$/, /^heading: .+\? \(level 1/, /^textbox: .+\?$/, /^button: Continue/);
  await tabTo(page, (focused) => focused.tag === "TEXTAREA");
  await page.keyboard.type("Not my ex-partner");
  await button(page, "Continue");
  await go(page, "Enter");
  order(await heard(page), /^heading: Thank you/, /^text: Yes or no, your support stays the same\.$/, /^button: Continue/);
  await button(page, "Continue");
  await go(page, "Enter");

  order(await heard(page), /^heading: How the decision was made/, /^group: How did they answer\?/, /^group: How do they sign\?/, /^group: When was it decided\?/);
  await choose(page, "manner", "pointed");
  await choose(page, "signature", "said");
  await tabTo(page, (focused) => focused.name === "witness");
  await page.keyboard.type("Nia Evans");
  await button(page, "Continue");
  await go(page, "Enter");

  order(
    await heard(page),
    /^term: Do you want to be on the support list\?$/, /^text: Yes$/, /^link: Change do you want to be on the support list\?$/,
    /^term: To stay private$/, /^text: Not my ex-partner$/, /^link: Change to stay private$/,
    /^button: Record the decision/,
  );
  await button(page, "Record the decision");
  await go(page, "Enter");
  order(await heard(page), /^text: You said yes to the support list\.$/, /^text: Your support stays the same\.$/);
});

/** A question sent without an answer, and then answered "not sure": heard, and done with keys. */
async function refuseAndWonder(page: Page, question: string) {
  await button(page, "Continue");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  const refused = await heard(page);
  expect(refused[0]).toMatch(/^alert/);
  order(
    refused,
    /^alert/, /^heading: There is a problem \(level 2\)$/, /^link: Select yes, no or not sure$/,
    /^group: .+ \(described by Error: Select yes, no or not sure .+\)$/, /^text: Error:$/, /^radio: Yes$/,
  );
  await tabTo(page, (focused) => focused.tag === "A" && focused.text === "Select yes, no or not sure");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "Yes", exact: true })).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  at(await heard(page), /^radio: Not sure \(checked, focused\)$/);
  await button(page, "Continue");
  await go(page, "Enter");
  await expect(page.getByRole("heading", { name: "It is OK not to be sure" })).toBeVisible();
  const help = await heard(page);
  expect(help.slice(at(help, /^heading/)).map((line) => line.replace(", focused", "")).filter((line) => !/^list(item)?$/.test(line))).toEqual([
    "heading: It is OK not to be sure (level 1)",
    "text: We can stop here.",
    "text: Your support stays the same.",
    "text: You can talk to someone you trust.",
    "text: We can ask you again another day.",
    "button: Ask someone to talk with me",
    "link: Answer the question",
    "link: Look again at what the support list is",
    "link: Hand the tablet over",
    "link: Stop here. The answers are kept",
  ]);
  await tabTo(page, (focused) => focused.tag === "A" && focused.text === "Answer the question");
  await go(page, "Enter");
  order(await heard(page), new RegExp(`^group: ${question.replace("?", "\\?")}`), /^radio: Not sure \(checked\)$/);
}

test("somebody who is not sure is offered help on every question, and it never counts as yes", async ({ page, server }) => {
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Ash", "Unsure", "A worry.");
  await page.getByRole("link", { name: "Ash Unsure" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  const person = new URL(page.url()).pathname;
  await page.goto(`${person}/consent/on_the_list`);
  await page.getByRole("radio", { name: "Not sure" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "It is OK not to be sure" })).toBeVisible();
  await expect(page.getByText("Your support stays the same.")).toBeVisible();
  await expect(page.getByRole("link", { name: /Go on to the next question/ })).toHaveCount(0);
  await page.goto(`${person}/consent/cetr`);
  await page.getByRole("radio", { name: "Not sure" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: /Go on to the next question/ }).click();
  await expect(page).toHaveURL(/contact_family$/);
});

/** Presses the button of a page and waits for the one after it. */
async function onward(page: Page, button: string) {
  const before = page.url();
  await press(page, button);
  await page.waitForURL((url) => url.href !== before);
}

/** Opens every page of the conversation there is, in order, and looks at each. */
async function lookAtAll(page: Page, person: string, format: string, scripted: boolean, decider = "The person") {
  const look = looker(page, scripted, () => `${new URL(page.url()).pathname.replace(/^.*consent/, "consent")} as ${format}`);
  await page.goto(`${person}/consent`);
  await look.page();
  await page.getByLabel(format, { exact: true }).check();
  await onward(page, "Start");
  await look.page();
  await unchoose(page);
  await look.refused("Continue");
  // Everything is still to be answered.
  await page.goto(`${person}/consent/check`);
  await look.refused("Record the decision");
  await page.goto(`${person}/consent/who`);
  await page.getByRole("radio", { name: decider }).first().check();
  await onward(page, "Continue");
  await look.page();
  // What else there is to read, without leaving the conversation.
  const more = page.locator("main a[href*='?more=']");
  const documents = await more.allInnerTexts();
  expect(documents).toHaveLength(4);
  for (const document of documents) {
    await page.getByRole("link", { name: document, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: document, exact: true })).toBeVisible();
    await look.page();
    await onward(page, "Go back");
    await expect(more.first()).toBeVisible();
  }
  await onward(page, "Go on to the questions");
  const seen: string[] = [];
  while (!page.url().endsWith("/check")) {
    expect(seen.length).toBeLessThan(30);
    const step = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    seen.push(step);
    await look.page();
    if (step === "on_the_list") {
      // Whoever answers for somebody else is told whom "you" means; large print is large here too.
      await expect(page.getByText(/^You answer for /)).toHaveCount(decider === "The person" ? 0 : 1);
      const size = await page.locator(".answer").first().evaluate((part) => Number.parseFloat(getComputedStyle(part).fontSize));
      if (format === "Large print") expect(size).toBeGreaterThanOrEqual(24);
    }
    if (step === "understood") {
      await look.refused("Continue");
      await page.getByRole("radio", { name: "Not sure" }).check();
      await onward(page, "Continue");
      await expect(page).toHaveURL(/not-sure-understood$/);
      await look.page();
      await page.getByRole("link", { name: "Answer the question" }).click();
      await page.waitForURL(/\/understood$/);
    }
    if (step === "own-view") {
      await look.refused("Continue");
      await page.getByRole("radio").first().check();
      await page.getByLabel("What did they say or show?").fill("Smiled at the pictures.");
    } else if (step === "exclusions") {
      await page.locator("textarea").fill("Not my ex-partner");
    } else if (step === "decision") {
      await look.refused("Continue");
      await page.getByLabel("Spoke", { exact: true }).check();
      await page.getByLabel("They said so and did not want to sign", { exact: true }).check();
      await page.getByLabel("Name of somebody who saw it").fill("Nia Evans");
    } else if (step !== "answered") {
      await page.getByRole("radio", { name: "Yes", exact: true }).check();
    }
    await onward(page, "Continue");
  }
  await look.page();
  // The six agencies, and what is asked of everybody.
  expect(seen.filter((step) => step.startsWith("agency"))).toHaveLength(6);
  for (const step of ["understood", "on_the_list", "cetr", "contact_family", "anonymous_planning", "exclusions", "answered", "decision"]) {
    expect(seen).toContain(step);
  }
  expect(seen.includes("own-view")).toBe(decider !== "The person");
}

for (const [at, format] of FORMATS.entries()) {
  test(`every page of the conversation as ${format.toLowerCase()} is accessible and fits a phone, refused or not`, async ({ page, server, scripted }) => {
    test.setTimeout(180_000);
    const name = ["Ada Leafly", "Bruno Grosser", "Cara Farben", "Dov Kasten", "Elin Zeichen", "Finn Raster"][at];
    const [first, last] = name.split(" ");
    await signIn(page, server, "nurse", "/today");
    await refer(page, first, last, "A worry.");
    await page.getByRole("link", { name }).first().click();
    await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
    const person = new URL(page.url()).pathname;
    await page.setViewportSize(PHONE);
    await lookAtAll(page, person, format, scripted);
  });
}

test("every page of the conversation is accessible where a father decides, and asks what his daughter wants", async ({ page, server, scripted }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/today");
  const person = await recordOf(page, "Poppy");
  await page.setViewportSize(PHONE);
  await lookAtAll(page, person, "Easy read with symbols", scripted, "Father of Poppy");
});
