// The four text tools, measured: what each at its largest does to the words on the screen, what all of them do together,
// and what comes of it on paper.
import type { Page } from "@playwright/test";
import { converse, press, referNew } from "./support/acts.js";
import { awake, expect, readAs, signIn, test, type Reading } from "./support/fixtures.js";

/** How words are set: how large in pixels, and the room between lines, letters and words against that. */
type Type = { size: number; line: number; letters: number; words: number; family: string };

/** What a tool makes of it: how many times as large, with how many times the room; what comes between letters and words. */
type Grown = { size: number; line: number; letters: number; words: number; around: number };

const USUAL: Grown = { size: 1, line: 1, letters: 0, words: 0, around: 1 };
const TOOLS: { label: string; word: string; reading: Reading; grown: Grown }[] = [
  { label: "Content scaling", word: "scale", reading: { scale: 200 }, grown: { ...USUAL, size: 2, around: 2 } },
  { label: "Font size", word: "font", reading: { font: 200 }, grown: { ...USUAL, size: 2 } },
  { label: "Line height", word: "line", reading: { line: 200 }, grown: { ...USUAL, line: 2 } },
  { label: "Letter spacing", word: "spacing", reading: { spacing: 200 }, grown: { ...USUAL, letters: 0.12, words: 0.16 } },
];

const LEAFLET = "/about/what-is-the-list/leaflet";
const PARTS = [".leaflet p", ".leaflet h2"];

async function typeOf(page: Page, part: string): Promise<Type> {
  return page.locator(part).first().evaluate((text) => {
    const style = getComputedStyle(text);
    const size = parseFloat(style.fontSize);
    // "normal" is no number: no more room than the letters bring along.
    const [line, letters, words] = [style.lineHeight, style.letterSpacing, style.wordSpacing].map((room) => (parseFloat(room) || 0) / size);
    return { size, line, letters, words, family: style.fontFamily };
  });
}

/** How much room there is around the words, in pixels: above the page's content. */
const around = (page: Page) => page.locator("main").evaluate((main) => parseFloat(getComputedStyle(main).paddingTop));

function checkGrown(before: Type, after: Type, grown: Omit<Grown, "around">, about: string) {
  expect(before, about).toMatchObject({ letters: 0, words: 0 });
  expect(before.family, about).toMatch(/^"?arial"?, sans-serif$/i);
  expect(after.family, about).toBe(before.family);
  expect(after.size / before.size, `${about}: how large`).toBeCloseTo(grown.size, 2);
  expect(after.line / before.line, `${about}: between lines`).toBeCloseTo(grown.line, 2);
  expect(after.letters, `${about}: between letters`).toBeCloseTo(grown.letters, 2);
  expect(after.words, `${about}: between words`).toBeCloseTo(grown.words, 2);
}

for (const { label, word, grown } of TOOLS) {
  test(`${label} at 200 %, chosen at the top of a page, does to its words what it says, and nothing else`, async ({ page, scripted }) => {
    await page.goto(LEAFLET);
    await awake(page, scripted);
    const before = await Promise.all(PARTS.map((part) => typeOf(page, part)));
    const usual = await around(page);
    expect(before[0].size).toBeGreaterThanOrEqual(16);
    await page.locator("details.tools summary").click();
    await page.locator(".tools").getByLabel(label).selectOption({ label: "200%" });
    await page.locator(".tools").getByRole("button", { name: "Apply" }).click();
    await expect(page.locator("html")).toHaveAttribute(`data-${word}`, "200");
    await expect(page).toHaveURL(LEAFLET);
    await page.waitForLoadState();
    for (const [at, part] of PARTS.entries()) checkGrown(before[at], await typeOf(page, part), grown, part);
    expect((await around(page)) / usual, "around the words").toBeCloseTo(grown.around, 2);
  });
}

test("all four text tools together, chosen on their own page, hold on every page until they are back to usual", async ({ page, scripted }) => {
  const line = ".easy-read > li p";
  await page.goto(LEAFLET);
  const before = await typeOf(page, ".leaflet p");
  await page.goto("/reading");
  await awake(page, scripted);
  const usual = await typeOf(page, line);
  for (const { label } of TOOLS) await page.getByRole("group", { name: label }).getByRole("radio", { name: "200%" }).check();
  await press(page, "Save");
  await expect(page.getByText("Your reading settings are kept on this device")).toBeVisible();
  await page.waitForLoadState();
  // Larger than with any one of them, and no larger than a word has room for.
  const together = { ...TOOLS[3].grown, line: 2 };
  const here = await typeOf(page, line);
  expect(here.size / usual.size).toBeGreaterThan(2);
  checkGrown({ ...usual, size: here.size }, here, together, "the page of the tools");
  await page.goto(LEAFLET);
  const there = await typeOf(page, ".leaflet p");
  expect(there.size / before.size).toBeGreaterThan(2);
  checkGrown({ ...before, size: there.size }, there, together, "a leaflet");
  await page.goto("/reading");
  await page.locator("main").getByRole("button", { name: "Back to usual" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-scale", "100");
  await page.waitForLoadState();
  expect(await typeOf(page, line)).toEqual(usual);
});

// ---------- on paper ----------

for (const [format, part] of [["leaflet", ".leaflet p"], ["large-print", ".leaflet p"], ["easy-read", ".easy-read > li p"], ["symbols-grid", ".easy-read > li p"]]) {
  test(`each text tool does to a ${format} on paper what it does on the screen`, async ({ page, server }) => {
    const path = `/about/your-rights/${format}`;
    await page.emulateMedia({ media: "print" });
    await readAs(page, server, {});
    await page.goto(path);
    const before = await typeOf(page, part);
    for (const { label, reading, grown } of TOOLS) {
      await readAs(page, server, reading);
      await page.goto(path);
      checkGrown(before, await typeOf(page, part), grown, `${label} on paper`);
    }
  });
}

test("what somebody takes home in large print grows on paper with each text tool", async ({ page, server }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  await referNew(page, "Gerda", "Vielgross");
  await converse(page, () => "Yes", async () => undefined, "Large print");
  await press(page, "Record the decision");
  await page.waitForURL(/\/consent\/receipt\/1$/);
  const receipt = page.url();
  await page.emulateMedia({ media: "print" });
  for (const part of [".receipt li", ".receipt dd"]) {
    await readAs(page, server, {});
    await page.goto(receipt);
    const before = await typeOf(page, part);
    // 18 points.
    expect(before.size, part).toBeGreaterThanOrEqual(24);
    for (const { label, reading, grown } of TOOLS) {
      await readAs(page, server, reading);
      await page.goto(receipt);
      checkGrown(before, await typeOf(page, part), grown, `${part}: ${label} on paper`);
    }
  }
});
