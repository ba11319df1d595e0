// The consent conversation for those who use no mouse, and for those who listen to it.
import { converse, draw, press, referNew, today } from "./support/acts.js";
import { expect, signIn, test, type Page } from "./support/fixtures.js";
import { at, heard, order } from "./support/heard.js";
import { choose, follow, send, tick, toButton, toLink, type, typeDate } from "./support/keys.js";
import { checkCalmAndForced, checkFits, checkPictures, hasItsTurn, looker, PHONE, unchoose } from "./support/look.js";
import { makeCard, openOwnPage, recordOf } from "./support/own.js";
import type { Server } from "./support/server.js";

const FORMATS = [
  "Plain leaflet", "Large print", "Easy read with pictures", "Easy read with pictures in boxes", "Easy read with symbols",
  "Easy read with symbols in boxes",
];

/** A line that is heard, word for word; the browser may put a space between two parts of a name. */
const exactly = (line: string) => new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(": ", " ?: ")}$`);

/** Before asking: the form in which the information is given. */
async function start(page: Page, format: string, label: string) {
  order(await heard(page), /^heading: Ask for a decision \(level 1/, /^group: How will you give the information\?/, /^radio: Plain leaflet/, /^button: Start/);
  await choose(page, "format", format);
  order(await heard(page), /^group: How will you give/, exactly(`radio: ${label} (checked, focused)`));
  await send(page, "Start");
}

/** The one who alone may decide is chosen already. */
async function onlyOneDecides(page: Page, who: string, ...because: RegExp[]) {
  const lines = await heard(page);
  order(lines, /^heading: Who decides\? \(level 1/, ...because, /^group: Who decides today\?/, exactly(`radio: ${who} (checked)`), /^button: Continue/);
  expect(lines.filter((line) => line.startsWith("radio: "))).toHaveLength(1);
  await send(page, "Continue");
}

/** What is read before anything is asked. `means` says whom "you" means, where somebody else is asked. */
async function read(page: Page, means: RegExp[] = []) {
  order(
    await heard(page),
    ...means,
    /^heading: What is the support list\? \(level 1/,
    /^text: Saying no to the support list does not change your support\b/,
    /^heading: You can choose \(level 2\)$/,
    /^heading: Before you answer \(level 2\)$/,
    /^text: If you say no, your support stays the same\.$/,
    /^button: Go on to the questions/,
  );
  await send(page, "Go on to the questions");
}

type Asked = { field: string; question: string };

/** Every question there is, heard and answered: with yes, where `answers` says nothing else. */
async function answerAll(
  page: Page,
  { means = [], answers = {}, before = async () => undefined }: { means?: RegExp[]; answers?: Record<string, "yes" | "no">; before?: (asked: Asked) => Promise<void> } = {},
): Promise<Asked[]> {
  const all: Asked[] = [];
  while (!/\/(exclusions|sign|decision)$/.test(page.url())) {
    const lines = await heard(page);
    // One group with the question as its name and as the page's heading, what there is to know said with it, and
    // three answers; what there is to know stands below them once more.
    const [, question, known] = /^group: (.+?\?) \(described by (.+\.)\)$/.exec(lines[at(lines, /^group: /)]) ?? ["", "", ""];
    expect(lines.filter((line) => line.startsWith("group: ")), page.url()).toEqual([`group: ${question} (described by ${known})`]);
    expect(lines.filter((line) => line.startsWith("heading: ")).map((line) => line.replace(", focused", "")), page.url()).toEqual([
      `heading: ${question} (level 1)`,
    ]);
    expect(lines.filter((line) => line.startsWith("radio: ")), page.url()).toEqual(["radio: Yes", "radio: No", "radio: Not sure"]);
    order(lines, ...means, /^group: /, /^heading: /, /^radio: Yes$/, /^radio: No$/, /^radio: Not sure$/, /^list/, /^text: .+\.$/, /^button: Continue$/);
    expect(lines.filter((line) => line.startsWith("text: You answer for "))).toHaveLength(means.length);
    const field = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await before({ field, question });
    const answer = answers[field] ?? "yes";
    await choose(page, field, answer);
    const chosen = (await heard(page)).filter((line) => line.startsWith("radio: "));
    const said = (word: string, value: string) => `radio: ${word}${value === answer ? " (checked, focused)" : ""}`;
    expect(chosen, page.url()).toEqual([said("Yes", "yes"), said("No", "no"), "radio: Not sure"]);
    await send(page, "Continue");
    all.push({ field, question });
  }
  return all;
}

/** How a yes to each of the questions beside those about agencies is said back. */
const FURTHER: Record<string, string> = {
  cetr: "We can have a meeting with you about your care, if you need one.",
  contact_family: "We can talk to your family about you.",
  anonymous_planning: "We can learn from your answers, without your name.",
};

/** How answers are said back, where all of them were yes. */
function saidBack(all: Asked[]): string[] {
  const back = all.map(({ field, question }) => {
    if (field === "understood") return "";
    if (field === "on_the_list") return "You said yes to the support list.";
    return field.startsWith("agency") ? question.replace(/^Can (.+) see your information\?$/, "$1 can see your information.") : (FURTHER[field] ?? "");
  });
  return back.filter((line) => line !== "");
}

/** What may be kept private, in somebody's own words. */
async function keepPrivate(page: Page, words: string, means: RegExp[] = []) {
  order(await heard(page), ...means, /^heading: .+\? \(level 1/, /^text: You can leave this empty\.$/, /^textbox: .+\? \(.*described by .+\)$/, /^button: Continue/);
  await type(page, "exclusions", words);
  await send(page, "Continue");
}

/** What they may sign with. A drawing needs script, and is not offered where there is none. */
async function waysToSign(page: Page): Promise<RegExp[]> {
  const scripted = (await page.locator("html[data-awake]").count()) === 1;
  return [...(scripted ? [/^radio: Yes, with a finger or a pen$/] : []), /^radio: Yes, I will type my name$/, /^radio: No$/];
}

/** Every answer once more, each with a way to change it, and whether they want to sign. */
async function answersAgain(page: Page, said: string[], means: RegExp[] = []) {
  const lines = await heard(page);
  order(
    lines,
    ...means,
    /^heading: Your answers \(level 1/,
    ...said.flatMap((line) => [exactly(`text: ${line}`), exactly(`link: Change this: ${line}`)]),
    /^heading: Your name \(level 2\)$/,
    ...means.map(() => /^text: The name that you sign is your own\.$/),
    /^text: You can say no to this\. Your answers still count\.$/,
    /^group: Do you want to sign your name\?$/,
    ...(await waysToSign(page)),
    /^button: Continue$/,
  );
  expect(lines.filter((line) => line.startsWith("link: Change this"))).toHaveLength(said.length);
}

/** The last page for whoever was asked. */
async function thanks(page: Page, means: RegExp[] = []) {
  order(await heard(page), ...means, /^heading: Thank you/, /^text: Yes or no, your support stays the same\.$/, /^button: Continue/);
  await send(page, "Continue");
}

/** Somebody who is referred and decides for themselves, up to the first question. Their record's address. */
async function begin(page: Page, server: Server, [first, last]: [string, string], [format, label]: [string, string]): Promise<string> {
  await signIn(page, server, "nurse", "/today");
  const person = await referNew(page, first, last);
  await page.goto(`${person}/consent`);
  await start(page, format, label);
  await onlyOneDecides(page, "The person");
  await read(page);
  return person;
}

test("the whole conversation is done by keyboard alone, and every page says what it asks to a screen reader", async ({ page, server }) => {
  test.setTimeout(180_000);
  await begin(page, server, ["Kit", "Keyboarder"], ["symbols", "Easy read with symbols"]);
  const all = await answerAll(page, { before: async ({ field, question }) => (field === "on_the_list" ? refuseAndWonder(page, question) : undefined) });
  expect(all.length).toBeGreaterThan(8);
  await keepPrivate(page, "Not my ex-partner");

  const said = [...saidBack(all), "You want this to stay private: Not my ex-partner"];
  await answersAgain(page, said);
  // They think of the police again, and are back with all of it.
  const police = "Moorland Police can see your information.";
  await follow(page, `Change this: ${police}`);
  order(
    await heard(page),
    /^link: Back to the answers$/, /^group: Can Moorland Police see your information\?/,
    /^radio: Yes \(checked\)$/, /^radio: No$/, /^button: Continue$/,
  );
  await choose(page, new URL(page.url()).pathname.split("/").at(-1) ?? "", "no");
  await send(page, "Continue");
  await answersAgain(page, said.map((line) => (line === police ? "Moorland Police cannot see your information." : line)));
  await choose(page, "signature", "said");
  at(await heard(page), /^radio: No \(checked, focused\)$/);
  await send(page, "Continue");
  await thanks(page);

  order(
    await heard(page),
    /^heading: How the decision was made/, /^link: Hand the tablet over, to sign without your pages behind it$/,
    /^group: How did they answer\?/,
    /^group: How do they sign\?/, /^radio: They said so and did not want to sign \(checked\)$/,
    /^textbox: Name of somebody who saw it$/, /^group: When was it decided\?/,
  );
  await choose(page, "manner", "pointed");
  await type(page, "witness", "Nia Evans");
  await send(page, "Continue");

  order(
    await heard(page),
    /^term: Do you want to be on the support list\?$/, /^text: Yes$/, /^link: Change do you want to be on the support list\?$/,
    /^term: Can Moorland Police see it\?$/, /^text: No$/, /^link: Change can moorland police see it\?$/,
    /^term: To stay private$/, /^text: Not my ex-partner$/, /^link: Change to stay private$/,
    /^term: How they signed$/, /^text: They said so and did not want to sign$/,
    /^button: Record the decision/,
  );
  await send(page, "Record the decision");
  order(
    await heard(page),
    /^text: You said yes to the support list\.$/, /^text: Moorland Police cannot see your information\.$/, /^text: Your support stays the same\.$/,
  );
});

test("a man says no by keyboard alone, types his name, and hears that nobody sees anything and his support stays the same", async ({ page, server }) => {
  test.setTimeout(120_000);
  const person = await begin(page, server, ["Noel", "Nichtdoch"], ["leaflet", "Plain leaflet"]);
  const all = await answerAll(page, { answers: { on_the_list: "no" } });
  // No agency is asked about, and nothing else.
  expect(all.map(({ field }) => field)).toEqual(["understood", "on_the_list"]);
  expect(new URL(page.url()).pathname).toBe(`${person}/consent/sign`);

  await answersAgain(page, ["You said no to the support list."]);
  await choose(page, "signature", "typed");
  order(await heard(page), /^radio: Yes, I will type my name \(checked, focused\)$/, /^textbox: Your name$/, /^radio: No$/);
  await toButton(page, "Continue");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  const refused = await heard(page);
  expect(refused[0]).toMatch(/^alert/);
  order(
    refused,
    /^alert/, /^heading: There is a problem \(level 2\)$/, /^link: Enter your name$/,
    /^group: Do you want to sign your name\?$/, /^radio: Yes, I will type my name \(checked\)$/, /^textbox: Your name \(.*described by Error: Enter your name\)$/,
  );
  await toLink(page, "Enter your name");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Your name" })).toBeFocused();
  await page.keyboard.type("Noel");
  await send(page, "Continue");
  await thanks(page);

  order(
    await heard(page),
    /^heading: How the decision was made/, /^group: How did they answer\?/,
    /^group: How do they sign\?/, /^radio: They type their name \(checked\)$/, /^textbox: Their name$/, /^text: Noel$/,
    /^group: When was it decided\?/,
  );
  await choose(page, "manner", "spoke");
  await send(page, "Continue");

  const check = await heard(page);
  order(
    check,
    /^heading: Check the answers/,
    /^term: Do you want to be on the support list\?$/, /^text: No$/,
    /^term: How they signed$/, /^text: They type their name$/, /^term: Their name$/, /^text: Noel$/,
    /^text: Nothing will be shared and nobody is added\. Present support does not change: say so once more\.$/,
    /^button: Record the decision/,
  );
  expect(check.filter((line) => / see it\?$/.test(line))).toEqual([]);
  // The record may be closed from now on, so the receipt is the answer itself.
  await toButton(page, "Record the decision");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Noel Nichtdoch: what was decided" })).toBeVisible();
  const receipt = await heard(page);
  order(receipt, /^text: .*Nothing is shared, and present support does not change/, /^heading: Noel Nichtdoch: what was decided \(level 1/, /^text: You said no to the support list\.$/, /^text: Your support stays the same\.$/, /^text: You can change your mind on any day\.$/, /^term: How they signed$/, /^text: They type their name: Noel$/);
  expect(receipt.filter((line) => /see your information/.test(line))).toEqual([]);
});

/** A child cannot decide yet: an assessment says so, and then it is written down who the mother is. All with keys. */
async function motherDecides(page: Page, mother: string) {
  const lines = await heard(page);
  order(
    lines,
    /^heading: Who decides\? \(level 1/, /^text: They are [89], so under 16\.$/, /^text: Nobody may decide yet\. First:$/, /^link: Fill in a Gillick assessment$/,
  );
  expect(lines.filter((line) => line.startsWith("radio: "))).toEqual([]);
  await follow(page, "Fill in a Gillick assessment");
  order(
    await heard(page),
    /^heading: Gillick assessment \(level 1/,
    /^group: Do they understand what the register is, and what is kept and shared\?/, /^radio: Yes$/, /^radio: No$/, /^textbox: What did you see or hear that shows it\?$/,
    /^group: Do they decide freely, with nobody pressing them\?/,
    /^textbox: What did the child say or show\?/, /^group: When did you assess it\?/, /^textbox: Your role$/,
    /^button: Record the assessment$/,
  );
  await type(page, "support", "Pictures, and time");
  for (const asked of ["nature", "risks", "alternatives", "free"]) {
    await choose(page, asked, asked === "free" ? "yes" : "no");
    await type(page, `${asked}_evidence`, "He spoke of his trains");
  }
  await type(page, "own_words", "My mum knows");
  await typeDate(page, "assessed", today());
  await type(page, "role", "Nurse");
  await send(page, "Record the assessment");

  const holder = "Write down who has parental responsibility, or the council\u2019s social worker";
  order(await heard(page), /^heading: Who may decide \(level 1/, /^text: Nobody may decide yet\. First:$/, exactly(`link: ${holder}`));
  await follow(page, holder);
  order(
    await heard(page),
    /^heading: Write down who may decide \(level 1/, /^textbox: Name$/, /^textbox: Who are they to the person\?/,
    /^group: What may they decide as\?/, /^group: Does it cover this decision\?/, /^group: When did you see the document\?/,
    /^button: Save$/,
  );
  await type(page, "name", mother);
  await type(page, "relation", "Mother");
  await choose(page, "authority", "parental_responsibility");
  order(await heard(page), /^radio: .*arental responsibility.*\(checked, focused.*\)$/, /^group: What gives them parental responsibility\?$/, /^radio: Mother$/);
  await choose(page, "basis", "mother");
  await choose(page, "covers", "yes");
  await typeDate(page, "seen", today());
  await send(page, "Save");
  order(
    await heard(page),
    /^heading: Who may decide \(level 1/, /^text: Today the one who decides is:$/, new RegExp(`^text: ${mother}: `),
    /^table: Parents, attorneys and deputies/, new RegExp(`^rowheader: ${mother} \\(Mother\\)`),
  );
}

test("a mother answers for her son by keyboard alone, hears on every page for whom, and what he wants is written down", async ({ page, server }) => {
  test.setTimeout(240_000);
  await signIn(page, server, "nurse", "/today");
  const mother = "Mara Kindermann";
  const person = await referNew(page, "Benno", "Kindermann", String(new Date().getFullYear() - 9));
  const means = [/^text: You answer for Benno Kindermann\. \u201cYou\u201d means Benno Kindermann\.$/];
  await page.goto(`${person}/consent`);
  await start(page, "easy-read", "Easy read with pictures");
  await motherDecides(page, mother);
  await follow(page, "Go on to the conversation");
  order(await heard(page), /^text: You have begun this conversation\./, /^button: Go on where you stopped$/, /^radio: Easy read with pictures \(checked\)$/);
  await follow(page, "Go on where you stopped");
  await onlyOneDecides(page, `${mother}: a parent, or somebody else with parental responsibility`);
  await read(page, means);
  const all = await answerAll(page, { means });
  expect(all.filter(({ field }) => field.startsWith("agency"))).toHaveLength(6);
  await keepPrivate(page, "Nothing to his uncle", means);
  await answersAgain(page, [...saidBack(all), "You want this to stay private: Nothing to his uncle"], means);
  // She signs later, beside the nurse.
  await send(page, "Continue");
  await thanks(page, means);

  order(
    await heard(page),
    /^heading: What the person wants \(level 1/, /^group: What do they want\?$/,
    /^radio: They want to be on it$/, /^radio: They do not want to be on it$/, /^radio: They are not sure$/, /^radio: I could not tell$/,
    /^textbox: What did they say or show\?/, /^button: Continue$/,
  );
  await choose(page, "own_view", "not_sure");
  await type(page, "own_view_words", "He looked at his mother");
  await send(page, "Continue");

  order(
    await heard(page),
    /^heading: How the decision was made/, /^group: How did they answer\?/, /^group: How do they sign\?/,
    /^group: Does anybody else with parental responsibility disagree\? \(optional\)$/, /^radio: No$/, /^radio: Yes$/, /^radio: Not asked$/,
    /^group: When was it decided\?/,
  );
  await choose(page, "manner", "spoke");
  await choose(page, "signature", "typed");
  await type(page, "signature_name", mother);
  await choose(page, "other_parent", "yes");
  order(await heard(page), /^radio: Yes \(checked, focused\)$/, /^textbox: Who disagrees, and with what\?$/, /^radio: Not asked$/);
  await type(page, "other_parent_what", "His father, about the police");
  await send(page, "Continue");

  order(
    await heard(page),
    /^heading: Check the answers/,
    /^term: Who decides$/, new RegExp(`^text: ${mother}: `),
    /^term: Do you want to be on the support list\?$/, /^text: Yes$/,
    /^term: What the person wants$/, /^text: They are not sure$/,
    /^term: What they said or showed$/, /^text: He looked at his mother$/,
    /^term: How they signed$/, /^text: They type their name$/, /^term: Their name$/, exactly(`text: ${mother}`),
    /^term: Does anybody else with parental responsibility disagree\?$/, /^text: Yes: His father, about the police$/,
    /^button: Record the decision/,
  );
  await send(page, "Record the decision");
  order(
    await heard(page),
    exactly(`text: ${mother} said yes to the support list for you.`),
    /^text: Moorland Police can see your information\.$/,
    /^text: You told us that you are not sure\.$/,
    /^text: Your support stays the same\.$/,
    /^term: Who decided$/, new RegExp(`^text: .*${mother}`),
  );
});

/** A form that is sent with one question open: what is missing is heard first, leads there, and is answered with the first choice. */
async function mend(page: Page, button: string, message: string, field: string, question: string) {
  await toButton(page, button);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  const lines = await heard(page);
  order(
    lines,
    /^alert/, /^heading: There is a problem \(level 2\)$/, exactly(`link: ${message}`), /^heading: .+ \(level 1/,
    new RegExp(`^group: ${question.replace(/[?()]/g, "\\$&")} \\(.*described by .*Error: ${message}`),
  );
  expect(lines.slice(0, at(lines, / \(level 1/)).filter((line) => /^link: (Select|Enter|Confirm)/.test(line))).toHaveLength(1);
  await toLink(page, message);
  await page.keyboard.press("Enter");
  const focused = page.locator(`input[type=radio][name=${field}]`).first();
  await expect(focused).toBeFocused();
  await page.keyboard.press("Space");
  await expect(focused).toBeChecked();
}

/** An adult, up to what is written down about who may decide. Until something shows otherwise they decide themselves. */
async function beginInDoubt(page: Page, server: Server, [first, last]: [string, string], [format, label]: [string, string]): Promise<string> {
  await signIn(page, server, "nurse", "/today");
  const person = await referNew(page, first, last);
  await page.goto(`${person}/consent`);
  await start(page, format, label);
  order(
    await heard(page),
    /^heading: Who decides\? \(level 1/, /^text: They are \d+\. From 18 on nobody has parental responsibility\.$/,
    /^text: The law takes it that they can decide\. They need not prove it\.$/,
    /^group: Who decides today\?/, /^radio: The person \(checked\)$/, /^link: Capacity, parents, attorneys and deputies: what is written down$/,
  );
  await follow(page, "Capacity, parents, attorneys and deputies: what is written down");
  order(
    await heard(page),
    /^heading: Who may decide \(level 1/, /^text: Today the one who decides is:$/, /^text: The person$/,
    /^heading: Parents, attorneys and deputies \(level 2\)$/, /^text: Nobody is written down\.$/, /^link: Write down who may decide$/,
    /^heading: Assessments and checklists \(level 2\)$/, /^link: I doubt that they can decide: assess their capacity$/, /^text: None so far\.$/,
  );
  return person;
}

/** Finds with keys that an adult cannot decide now, and that it cannot wait; what is left out is asked for. */
async function cannotDecide(page: Page) {
  await follow(page, "I doubt that they can decide: assess their capacity");
  const abilities = [
    ["understand", "Can they understand what the decision is about?"], ["retain", "Can they keep it in mind long enough to decide?"],
    ["weigh", "Can they use it, or weigh it up?"], ["communicate", "Can they tell you what they decided, by any means?"],
  ];
  const because = "Is it because of the impairment that they cannot?";
  order(
    await heard(page),
    /^heading: Mental Capacity Act assessment \(level 1/, /^text: The law takes it that everybody from 16 on can decide\./,
    /^textbox: Why do you doubt that they can make this decision\?$/, /^group: Confirm/, /^checkbox: My doubt does not come from their diagnosis, age or looks/,
    /^textbox: What was done to help them decide\? \(described by .+\)$/,
    ...abilities.flatMap(([, question]) => [
      new RegExp(`^group: ${question.replace("?", "\\?")} \\(described by .+\\)$`), /^radio: Yes$/, /^radio: No$/, /^textbox: What did you see or hear that shows it\?$/,
    ]),
    /^group: Is there an impairment or disturbance of the mind or brain\?/, /^group: Can the decision wait until they may be able to make it\?/,
    /^group: When did you assess it\?/, /^textbox: Your role$/, /^button: Record the assessment$/,
  );
  await type(page, "doubt", "She cannot say what the list is");
  await tick(page, "not_assumed");
  await type(page, "support", "Pictures, and two visits");
  for (const [asked] of abilities) {
    await choose(page, asked, asked === "weigh" ? "no" : "yes");
    await type(page, `${asked}_evidence`, "Seen on both visits");
  }
  await choose(page, "impairment", "yes");
  order(
    await heard(page),
    /^radio: Yes \(checked.*focused.*\)$/, /^textbox: Which one, and how do you know\?$/,
    new RegExp(`^group: ${because.replace("?", "\\?")}`), /^textbox: How does the impairment lead to it\?$/, /^group: Can the decision wait/,
  );
  await type(page, "impairment_what", "A learning disability");
  await choose(page, "wait", "no");
  at(await heard(page), /^textbox: Why can it not wait\?$/);
  await type(page, "wait_why_not", "It will not change");
  await typeDate(page, "assessed", today());
  await type(page, "role", "Nurse");
  await mend(page, "Record the assessment", "Select whether it is because of the impairment", "because", because);
  await type(page, "because_how", "She cannot compare two choices");
  await send(page, "Record the assessment");
}

/** Writes down with keys who may decide, with papers that a professional saw; what is left out is asked for. */
async function writeHolder(page: Page, name: string, relation: string, authority: string, label: string, limits = "") {
  await follow(page, "Write down who may decide");
  order(
    await heard(page),
    /^heading: Write down who may decide \(level 1/, /^text: It counts only once a professional has seen what shows it\.$/, /^textbox: Name$/,
    /^group: What may they decide as\?/, /^radio: A parent, or somebody else/, /^radio: An attorney for health and welfare \(LPA\) \(described by .+\)$/,
    /^radio: A deputy appointed by the Court of Protection \(described by .+\)$/, /^group: Does it cover this decision\?/,
  );
  await type(page, "name", name);
  await type(page, "relation", relation);
  await choose(page, "authority", authority);
  at(await heard(page), new RegExp(`^radio: ${label.replace(/[()]/g, "\\$&")} \\(checked, focused`));
  await typeDate(page, "seen", today());
  if (limits) await type(page, "limits", limits);
  await mend(page, "Save", "Select whether it covers this decision", "covers", "Does it cover this decision?");
  await send(page, "Save");
}

/** What is known of who may decide leads to one alone, who is asked; up to the first question. */
async function goOnWith(page: Page, decider: string, means: RegExp[], ...because: RegExp[]) {
  order(await heard(page), /^heading: Who may decide \(level 1/, ...because, /^text: Today the one who decides is:$/, exactly(`text: ${decider}`));
  await follow(page, "Go on to the conversation");
  await follow(page, "Go on where you stopped");
  await onlyOneDecides(page, decider, ...because);
  await read(page, means);
}

/** What the person wants, who does not decide. */
async function writeOwnView(page: Page, view: string, label: string, words: string) {
  await choose(page, "own_view", view);
  order(
    await heard(page),
    /^heading: What the person wants \(level 1/, /^text: .*What the person wants is written down all the same, and counts\.$/, /^group: What do they want\?$/,
    exactly(`radio: ${label} (checked, focused)`), /^textbox: What did they say or show\?/,
  );
  await type(page, "own_view_words", words);
  await send(page, "Continue");
}

/** How it was decided: who signed is there already, and what is asked further is `asked` and nothing else. */
async function hearHow(page: Page, signed: string, ...asked: string[]) {
  const lines = await heard(page);
  order(
    lines,
    /^heading: How the decision was made/, /^group: How did they answer\?/, /^group: How do they sign\?/,
    /^radio: They type their name \(checked\)$/, /^textbox: Their name$/, exactly(`text: ${signed}`),
  );
  const groups = lines.filter((line) => line.startsWith("group: ")).map((line) => line.replace(/^group: | \(described by .+$/g, ""));
  expect(groups).toEqual([
    "How did they answer?", "How do they sign?", ...asked, "Was the person given a copy? (optional)", "When was it decided?",
  ]);
}

test("an attorney answers for a woman who cannot decide, by keyboard alone, and hears on every page for whom", async ({ page, server }) => {
  test.setTimeout(240_000);
  const name = "Leah Vollmacht";
  const decider = `${name}: an attorney for health and welfare (LPA)`;
  await beginInDoubt(page, server, ["Alma", "Vollmacht"], ["large-print", "Large print"]);
  const means = [/^text: You answer for Alma Vollmacht\. \u201cYou\u201d means Alma Vollmacht\.$/];
  // A power of attorney takes nothing from who can decide.
  await writeHolder(page, name, "Sister", "health_welfare_attorney", "An attorney for health and welfare (LPA)");
  order(
    await heard(page),
    /^heading: Who may decide \(level 1/, /^text: The law takes it that they can decide\./, /^text: The person$/,
    /^table: Parents, attorneys and deputies/, new RegExp(`^rowheader: ${name} \\(Sister\\)`),
  );
  await cannotDecide(page);
  await goOnWith(page, decider, means, /^text: The capacity assessment of .+ says that they cannot make this decision now\.$/, new RegExp(`^text: ${name} may decide: an attorney`));
  const all = await answerAll(page, { means });
  expect(all.filter(({ field }) => field.startsWith("agency"))).toHaveLength(6);
  await keepPrivate(page, "Nothing to her old landlord", means);
  await answersAgain(page, [...saidBack(all), "You want this to stay private: Nothing to her old landlord"], means);
  await choose(page, "signature", "typed");
  await type(page, "signature_name", name);
  await send(page, "Continue");
  await thanks(page, means);
  await writeOwnView(page, "yes", "They want to be on it", "She smiled");
  await hearHow(page, name, "Is the lasting power of attorney registered? (optional)");
  await choose(page, "lpa_registered", "yes");
  at(await heard(page), /^radio: Yes, I saw that it is \(checked, focused\)$/);
  await mend(page, "Continue", "Select how they answered", "manner", "How did they answer?");
  await send(page, "Continue");
  order(
    await heard(page),
    /^heading: Check the answers/, /^term: Who decides$/, exactly(`text: ${decider}`),
    /^term: Do you want to be on the support list\?$/, /^text: Yes$/, /^term: What the person wants$/, /^text: They want to be on it$/,
    /^term: Their name$/, exactly(`text: ${name}`), /^term: Is the lasting power of attorney registered\?$/, /^text: Yes, I saw that it is$/,
    /^button: Record the decision/,
  );
  await send(page, "Record the decision");
  order(
    await heard(page),
    /^heading: Alma Vollmacht: what was decided \(level 1/, exactly(`text: ${name} said yes to the support list for you.`),
    /^text: Moorland Police can see your information\.$/, /^text: You told us that you want to be on it\.$/, /^text: Your support stays the same\.$/,
    /^heading: For the record \(level 2\)$/, /^term: Who decided$/, exactly(`text: An attorney for health and welfare (LPA): ${name}`),
  );
});

test("a deputy says no for a man who cannot decide, by keyboard alone, and hears that his support stays the same", async ({ page, server }) => {
  test.setTimeout(180_000);
  const name = "Dana Betreuer";
  const decider = `${name}: a deputy appointed by the Court of Protection`;
  const person = await beginInDoubt(page, server, ["Dirk", "Betreuer"], ["leaflet", "Plain leaflet"]);
  const means = [/^text: You answer for Dirk Betreuer\. \u201cYou\u201d means Dirk Betreuer\.$/];
  await cannotDecide(page);
  // Without anybody who may decide it would be a decision in his best interests.
  order(
    await heard(page),
    /^text: No attorney for health and welfare and no deputy may decide, so it is a best-interests decision\.$/,
    /^text: Nobody may decide yet\. First:$/, /^link: Fill in the best-interests checklist$/, /^text: Nobody is written down\.$/,
  );
  await writeHolder(page, name, "Solicitor", "court_deputy", "A deputy appointed by the Court of Protection", "Not about contact");
  await goOnWith(page, decider, means, new RegExp(`^text: ${name} may decide: a deputy`), new RegExp(`^text: There are limits on what ${name} may do: read them first\\.$`));
  const all = await answerAll(page, { means, answers: { on_the_list: "no" } });
  expect(all.map(({ field }) => field)).toEqual(["understood", "on_the_list"]);
  await answersAgain(page, ["You said no to the support list."], means);
  await choose(page, "signature", "typed");
  await type(page, "signature_name", name);
  await send(page, "Continue");
  await thanks(page, means);
  await writeOwnView(page, "not_known", "I could not tell", "He looked away");
  await hearHow(page, name);
  await choose(page, "manner", "spoke");
  await send(page, "Continue");
  order(await heard(page), /^heading: Check the answers/, /^term: Who decides$/, exactly(`text: ${decider}`), /^term: What the person wants$/, /^text: I could not tell$/, /^text: Nothing will be shared and nobody is added\./);
  // The record may be closed from now on, so the receipt is the answer itself.
  await toButton(page, "Record the decision");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Dirk Betreuer: what was decided" })).toBeVisible();
  expect(new URL(page.url()).pathname.startsWith(`${person}/consent`)).toBe(true);
  order(
    await heard(page),
    exactly(`text: ${name} said no to the support list for you.`), /^text: Nobody could tell what you want\.$/, /^text: Your support stays the same\.$/,
    /^term: Who decided$/, exactly(`text: A deputy appointed by the Court of Protection: ${name}`), /^term: What the person said or showed$/, /^text: He looked away$/,
  );
});

const CHECKLIST = [
  ["circumstances", "What matters for this decision?"], ["regain", "May they be able to decide later?"], ["participation", "How did they take part?"],
  ["wishes", "What do they want, now and in the past?"], ["values", "What beliefs and values would guide them?"],
  ["consulted", "Who was asked, when, and what did they say?"], ["benefits", "Yes to the register: what is good and what is hard about it?"],
  ["burdens", "No to the register: what is good and what is hard about it?"],
];

test("what is best for somebody who cannot decide is weighed and recorded by keyboard alone, and what they want themselves is heard", async ({ page, server }) => {
  test.setTimeout(240_000);
  const name = "Nia Evans, nurse";
  const decider = `${name}: a best-interests decision`;
  await beginInDoubt(page, server, ["Bea", "Interessen"], ["symbols-grid", "Easy read with symbols in boxes"]);
  const means = [/^text: You answer for Bea Interessen\. \u201cYou\u201d means Bea Interessen\.$/];
  await cannotDecide(page);
  await follow(page, "Fill in the best-interests checklist");
  const outcome = "What is best for them: to be on the register?";
  order(
    await heard(page),
    /^heading: Best-interests decision \(level 1/, /^text: It stands on the capacity assessment of .+, which says that they cannot make this decision now\.$/,
    ...CHECKLIST.map(([, question]) => new RegExp(`^textbox: ${question.replace("?", "\\?")}`)),
    /^group: Is there another way that takes less from their freedom and privacy\?/, /^group: Did an advocate \(IMCA\) take part\?/,
    /^heading: The decision \(level 2\)$/, new RegExp(`^group: ${outcome.replace("?", "\\?")}`), /^radio: Yes$/, /^radio: No$/,
    /^textbox: Who decides\? Name and role$/, /^group: Did anybody disagree\?/, /^group: When was it decided\?/, /^group: When is it looked at again\? \(within a year\)/,
    /^button: Record it$/,
  );
  for (const [field] of CHECKLIST) await type(page, field, "Talked through with her sister");
  await choose(page, "less_restrictive", "no");
  await type(page, "less_restrictive_what", "None would do");
  await choose(page, "advocate", "no");
  await type(page, "advocate_what", "Her sister spoke for her");
  await type(page, "reason", "Nobody saw the last crisis coming");
  await type(page, "decided_by", name);
  await choose(page, "dissent", "yes");
  order(await heard(page), /^group: Did anybody disagree\?/, /^radio: Yes \(checked.*focused.*\)$/, /^textbox: Who, why, and what was done about it\?$/, /^radio: No$/);
  await type(page, "dissent_what", "Her brother, and we met him");
  await typeDate(page, "weighed", today());
  await typeDate(page, "looked_again", today(90));
  await mend(page, "Record it", "Select yes or no to being on the register", "outcome", outcome);
  await send(page, "Record it");
  await goOnWith(page, decider, means, /^text: The best-interests checklist of .+ is filled in, and came to a yes\.$/);
  const all = await answerAll(page, { means });
  await keepPrivate(page, "Nothing to her neighbour", means);
  await answersAgain(page, [...saidBack(all), "You want this to stay private: Nothing to her neighbour"], means);
  await choose(page, "signature", "typed");
  await type(page, "signature_name", "Nia Evans");
  await send(page, "Continue");
  await thanks(page, means);
  await writeOwnView(page, "no", "They do not want to be on it", "She pushed it away");
  await hearHow(page, "Nia Evans");
  await choose(page, "manner", "spoke");
  await send(page, "Continue");
  order(
    await heard(page),
    /^heading: Check the answers/, /^term: Who decides$/, exactly(`text: ${decider}`),
    /^term: What the person wants$/, /^text: They do not want to be on it$/, /^term: What they said or showed$/, /^text: She pushed it away$/,
    /^button: Record the decision/,
  );
  await send(page, "Record the decision");
  const [day, , year] = today(90);
  order(
    await heard(page),
    exactly(`text: ${name} said yes to the support list for you.`), /^text: Moorland Police can see your information\.$/,
    // It lasts no longer than what it stands on.
    /^text: We ask you again before$/, new RegExp(`^text: ${day} \\w+ ${year}\\.$`),
    /^text: You told us that you do not want to be on it\.$/, /^text: Your support stays the same\.$/,
    /^term: Who decided$/, exactly(`text: A best-interests decision: ${name}`), /^term: What the person said or showed$/, /^text: She pushed it away$/,
  );
});

/** A question sent without an answer, and then answered "not sure": heard, and done with keys. */
async function refuseAndWonder(page: Page, question: string) {
  await toButton(page, "Continue");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeVisible();
  const refused = await heard(page);
  expect(refused[0]).toMatch(/^alert/);
  order(
    refused,
    /^alert/, /^heading: There is a problem \(level 2\)$/, /^link: Select yes, no or not sure$/,
    /^group: .+ \(described by Error: Select yes, no or not sure .+\)$/, /^text: Error:$/, /^radio: Yes$/,
  );
  await toLink(page, "Select yes, no or not sure");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "Yes", exact: true })).toBeFocused();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  at(await heard(page), /^radio: Not sure \(checked, focused\)$/);
  await send(page, "Continue");
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
    "link: Stop here. We keep the answers",
  ]);
  await follow(page, "Answer the question");
  order(await heard(page), new RegExp(`^group: ${question.replace("?", "\\?")}`), /^radio: Not sure \(checked\)$/);
}

test("somebody of 16 hears at the end, in words for young people, what they said, and is asked to write their name", async ({ page, server }) => {
  await signIn(page, server, "nurse", "/today");
  const person = await referNew(page, "Jonna", "Jungmann", String(new Date().getFullYear() - 17));
  await page.goto(`${person}/consent/on_the_list`);
  await page.getByRole("radio", { name: "No", exact: true }).check();
  await onward(page, "Continue");
  const lines = await heard(page);
  order(
    lines,
    /^heading: Your answers \(level 1/, /^text: You said no to the support list\.$/, /^group: Do you want to write your name\?$/,
    ...(await waysToSign(page)),
  );
  expect(lines.filter((line) => line.includes("sign your name"))).toEqual([]);
});

/** Presses the button of a page and waits for the one after it. */
async function onward(page: Page, button: string) {
  const before = page.url();
  await press(page, button);
  await page.waitForURL((url) => url.href !== before);
}

/** Signs on the page with all answers in each way there is, refused without a name, and looks at what is chosen then. */
async function signInEveryWay(page: Page, look: ReturnType<typeof looker>, scripted: boolean, draws: boolean) {
  const sign = page.url();
  const chosen = async (label: string) => {
    await onward(page, "Continue");
    await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
    await page.goto(sign);
    await expect(page.getByRole("radio", { name: label, exact: true })).toBeChecked();
    await look.page();
  };
  const pick = (label: string) => page.getByRole("radio", { name: label, exact: true }).check();
  const [drawn, typed] = ["Yes, with a finger or a pen", "Yes, I will type my name"];
  await pick(typed);
  await look.refused("Continue");
  await expect(page.getByRole("alert")).toContainText("Enter your name");
  await page.getByLabel("Your name", { exact: true }).fill("Ada");
  await chosen(typed);
  await expect(page.getByLabel("Your name", { exact: true })).toHaveValue("Ada");
  if (scripted) {
    await pick(drawn);
    await look.refused("Continue");
    await expect(page.getByRole("alert")).toContainText("Draw something first");
    await draw(page);
    await chosen(drawn);
    await expect(page.locator("svg.drawing--sheet path")).toHaveCount(1);
  } else {
    // What needs script is not offered without.
    await expect(page.getByText(drawn)).toBeHidden();
  }
  // What is changed after that is signed again.
  await page.getByRole("link", { name: /^Change this.*You want this to stay private/ }).click();
  await page.waitForURL(/\/exclusions\?from=sign$/);
  await look.page();
  await page.locator("textarea").fill("Not my ex-partner. Not my neighbour.");
  await onward(page, "Continue");
  await expect(page.getByText("You changed an answer. Do you want to sign again?")).toBeVisible();
  await expect(page.getByText("You want this to stay private: Not my ex-partner. Not my neighbour.").first()).toBeVisible();
  await expect(page.locator("main input[type=radio]:checked")).toHaveCount(0);
  await look.page();
  await pick("No");
  await chosen("No");
  if (draws) {
    await pick(drawn);
    await draw(page);
    await chosen(drawn);
  }
  await expect(page.getByText("You changed an answer.")).toHaveCount(0);
}

/** Opens every page of the conversation there is, in order, and looks at each. */
async function lookAtAll(page: Page, person: string, format: string, scripted: boolean, decider = "The person") {
  const look = looker(page, scripted, () => `${new URL(page.url()).pathname.replace(/^.*consent/, "consent")} as ${format}`);
  // A drawing needs script; whoever likes boxes signs with one.
  const draws = scripted && format.endsWith("boxes");
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
    } else if (step === "sign") {
      await signInEveryWay(page, look, scripted, draws);
    } else if (step === "decision") {
      const signed = draws ? "They sign here, with a finger or a pen" : "They said so and did not want to sign";
      await expect(page.getByLabel(signed, { exact: true })).toBeChecked();
      await look.refused("Continue");
      await page.getByLabel("Spoke", { exact: true }).check();
      await page.getByLabel("Name of somebody who saw it").fill("Nia Evans");
    } else if (step !== "answered") {
      await page.getByRole("radio", { name: "Yes", exact: true }).check();
    }
    await onward(page, "Continue");
  }
  await look.page();
  // The six agencies, and what is asked of everybody.
  expect(seen.filter((step) => step.startsWith("agency"))).toHaveLength(6);
  for (const step of ["understood", "on_the_list", "cetr", "contact_family", "anonymous_planning", "exclusions", "sign", "answered", "decision"]) {
    expect(seen).toContain(step);
  }
  expect(seen.includes("own-view")).toBe(decider !== "The person");
}

/** Receipts on a page, in the form in which they were told. */
function receiptLooker(page: Page, format: string, scripted: boolean) {
  const about = () => `${new URL(page.url()).pathname.replace(/[0-9a-f-]{36}/g, "*")} as ${format}`;
  const look = looker(page, scripted, about);
  const says = async (text: string | RegExp) => {
    const line = page.getByText(text).first();
    if (format === "Large print") expect(await line.evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize)), about()).toBeGreaterThanOrEqual(24);
    const sets = await page.locator("main img").evaluateAll((images) => [...new Set(images.map((image) => image.getAttribute("src")?.split("/")[2]))]);
    expect(sets, about()).toEqual(format.includes("pictures") ? ["colour"] : format.includes("symbols") ? ["symbol"] : []);
    expect(await line.locator("xpath=ancestor::ul[contains(@class, 'easy-read--grid')]").count(), about()).toBe(format.endsWith("boxes") ? 1 : 0);
    await checkPictures(page, about());
    await checkFits(page, about());
    if (scripted) await checkCalmAndForced(page, about());
  };
  return {
    /** The page that is shown, which says something. */
    async page(text: string | RegExp) {
      await look.page();
      await says(text);
    },
    /** What a form answers with at its own address, where the record may be closed from now on. */
    async answered(button: string, text: string | RegExp) {
      await look.answered(button, 200, text);
      await says(text);
    },
  };
}

/** What they take home, for the professional who wrote it down and on their own page: in the form they were told it. */
async function lookAtReceipts(page: Page, own: Page, person: string, format: string, scripted: boolean) {
  const [staff, theirs] = [receiptLooker(page, format, scripted), receiptLooker(own, format, scripted)];
  await onward(page, "Record the decision");
  await expect(page).toHaveURL(`${person}/consent/receipt/1`);
  await expect(page.getByRole("img", { name: "The signature" })).toHaveCount(scripted && format.endsWith("boxes") ? 1 : 0);
  await staff.page("You said yes to the support list.");
  await openOwnPage(own, await makeCard(page, person, format));
  await own.goto("/me/answers");
  await theirs.page("You said yes to the support list.");
  // With one agency less the same answers say so.
  const stopOne = async () => {
    await own.goto("/me/change-mind");
    await own.locator(".own-card").getByRole("link", { name: /^Stop sharing with/ }).first().click();
    await own.waitForURL(/\/change-mind\/.+/);
    await press(own, (await own.locator("main h1").innerText()).trim());
    await expect(own.getByRole("heading", { name: /can no longer see it$/ })).toBeVisible();
    return new URL(own.url()).pathname;
  };
  const first = await stopOne();
  await theirs.page(/^You stopped sharing with /);
  // After another stop, the page of the first claims nothing about the rest.
  expect(await stopOne()).not.toBe(first);
  await own.goto(first);
  await expect(own.getByRole("heading", { name: "What counts now" })).toHaveCount(0);
  await expect(own.getByRole("link", { name: "See your answers" })).toBeVisible();
  await theirs.page(/can no longer see it\.$/);
  // Everything is stopped, as the person told the professional.
  await page.goto(`${person}/withdraw`);
  await page.getByLabel("The person", { exact: true }).check();
  await staff.answered("Stop sharing now", "You changed your mind.");
  await own.goto("/me/changed");
  await theirs.page(/^Sharing stopped on /);
  await own.goto("/me/answers");
  await theirs.page("You changed your mind.");
}

for (const [at, format] of FORMATS.entries()) {
  test(`every page of the conversation as ${format.toLowerCase()} is accessible and fits a phone, refused or not, and so is what they take home`, async ({ page, browser, server, watch, scripted }) => {
    test.skip(!hasItsTurn(format, scripted), "the same HTML");
    test.setTimeout(240_000);
    const name = ["Ada Leafly", "Bruno Grosser", "Cara Farben", "Dov Kasten", "Elin Zeichen", "Finn Raster"][at];
    const [first, last] = name.split(" ");
    await signIn(page, server, "nurse", "/today");
    const person = await referNew(page, first, last);
    await page.setViewportSize(PHONE);
    await lookAtAll(page, person, format, scripted);
    const theirs = await browser.newContext({ viewport: PHONE, baseURL: server.url, javaScriptEnabled: scripted });
    watch.over(theirs);
    await lookAtReceipts(page, await theirs.newPage(), person, format, scripted);
    await theirs.close();
  });

  test(`what they take home after a no, as ${format.toLowerCase()}, says that support stays the same`, async ({ page, browser, server, watch, scripted }) => {
    test.skip(!hasItsTurn(format, scripted), "the same HTML");
    test.setTimeout(120_000);
    const [first, last] = ["Gunda Neinler", "Hedwig Ablehner", "Isko Verneiner", "Jorun Absager", "Korbin Lassmich", "Luzie Ohnemich"][at].split(" ");
    await signIn(page, server, "nurse", "/today");
    const person = await referNew(page, first, last);
    // Their page is there since they were on the list; now they are asked again.
    await converse(page, () => "Yes", async () => undefined, format);
    await onward(page, "Record the decision");
    const card = await makeCard(page, person, format);
    await page.goto(person);
    await converse(page, (question) => (/on the support list/.test(question) ? "No" : "Yes"), async () => undefined, format);
    await page.setViewportSize(PHONE);
    await receiptLooker(page, format, scripted).answered("Record the decision", "You said no to the support list.");
    await expect(page.getByText("Your support stays the same.").first()).toBeVisible();
    const theirs = await browser.newContext({ viewport: PHONE, baseURL: server.url, javaScriptEnabled: scripted });
    watch.over(theirs);
    const own = await theirs.newPage();
    await openOwnPage(own, card);
    await own.goto("/me/answers");
    await receiptLooker(own, format, scripted).page("You said no to the support list.");
    await expect(own.getByText("Your support stays the same.").first()).toBeVisible();
    await theirs.close();
  });
}

test("every page of the conversation is accessible where a father decides, and asks what his daughter wants", async ({ page, server, scripted }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/today");
  const person = await recordOf(page, "Poppy");
  await page.setViewportSize(PHONE);
  await lookAtAll(page, person, "Easy read with symbols", scripted, "Father of Poppy");
});
