// What a person reads before they answer: every document, in every format and both wordings.
import { awake, expect, readAs, test } from "./support/fixtures.js";
import { checkAccessible, checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { checkWordsSeen } from "./support/colours.js";
import { checkFits, checkLargest, checkPictures, checkThemes, PHONE, TABLET } from "./support/look.js";

const FORMATS = ["leaflet", "large-print", "easy-read", "easy-read-grid", "symbols", "symbols-grid"];
const WORDINGS = ["adult", "young_person"];
const DOCUMENTS = ["what-is-the-list", "saying-yes-or-no", "what-is-kept", "changing-your-mind", "your-meeting", "your-rights"];

test("the list of documents leads to each of them", async ({ page }) => {
  await page.goto("/about");
  const links = await page.locator(".guide__documents a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(links).toEqual(DOCUMENTS.map((key) => `/about/${key}/easy-read`));
});

for (const key of DOCUMENTS) {
  for (const wording of WORDINGS) {
    const themes = wording === "adult" ? " in every theme" : "";
    test(`${key} for ${wording} is accessible${themes} and fits a phone and a tablet in every format`, async ({ page, scripted }) => {
      test.skip(!scripted, "the same HTML; axe needs script");
      test.setTimeout(180_000);
      for (const format of FORMATS) {
        const path = `/about/${key}/${format}?wording=${wording}`;
        await page.setViewportSize(PHONE);
        await page.goto(path);
        await awake(page);
        await expect(page.locator("main h1")).toHaveCount(1);
        await checkAccessible(page, path);
        await checkPictures(page, path);
        // Colours are the same in both wordings.
        if (wording === "adult") await checkThemes(page, path);
        await checkFits(page, path);
      }
    });
  }
}

for (const [at, key] of DOCUMENTS.entries()) {
  // One format each: all six documents, all six formats and both wordings have their turn.
  const [format, wording] = [FORMATS[at], WORDINGS[at % WORDINGS.length]];
  test(`${key} as ${format} for ${wording} is accessible in calm mode and in forced colours, and every word is seen`, async ({ page, server, scripted }) => {
    test.skip(!scripted, "the same HTML; axe needs script");
    const path = `/about/${key}/${format}?wording=${wording}`;
    await page.setViewportSize(PHONE);
    for (const calm of ["on", "pictures"]) {
      await readAs(page, server, { calm });
      await page.goto(path);
      await awake(page);
      await checkAccessible(page, `${path}, calm (${calm})`);
      await checkWordsSeen(page, `${path}, calm (${calm})`);
    }
    await readAs(page, server, {});
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(path);
    await awake(page);
    await checkAccessible(page, `${path} in forced colours`);
    await checkWordsSeen(page, `${path} in forced colours`);
    await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
    await checkWordsSeen(page, `${path} in forced colours on a dark ground`);
  });
}

test("the page for professionals is accessible in every theme, and fits a phone with everything at 200 %", async ({ page, scripted }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/about/for-professionals");
  await awake(page, scripted);
  await checkPage(page, scripted);
  await checkNoSidewaysScroll(page);
  await checkLargest(page);
  if (scripted) await checkThemes(page, page.url());
});

test("words and format are chosen by links, with the keyboard, and stay chosen", async ({ page, scripted }) => {
  await page.goto("/about");
  await awake(page, scripted);
  await page.getByRole("link", { name: "Children and young people" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Your yes or no" })).toBeVisible();
  await page.getByRole("link", { name: "Symbols", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Symbols", exact: true })).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "Your yes or no" }).click();
  await expect(page).toHaveURL("/about/saying-yes-or-no/symbols");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your yes or no");
  await page.goto("/about/changing-your-mind");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("If you change your mind");
  await expect(page.locator("main img").first()).toHaveAttribute("src", /\/pictures\/symbol\//);
});

test("a picture stands left of its words in a list and above them in boxes", async ({ page, scripted }) => {
  await page.setViewportSize(TABLET);
  for (const [format, where] of [["easy-read", "left"], ["easy-read-grid", "above"]] as const) {
    await page.goto(`/about/your-rights/${format}`);
    await awake(page, scripted);
    const row = page.locator(".easy-read > li").nth(6);
    const picture = await row.locator("img").boundingBox();
    const words = await row.locator("p").boundingBox();
    if (!picture || !words) throw new Error("a line has no picture or no words");
    if (where === "left") expect(picture.x + picture.width).toBeLessThanOrEqual(words.x);
    else expect(picture.y + picture.height).toBeLessThanOrEqual(words.y);
  }
});

test("large print is at least 24 pixels, and 18 points on paper", async ({ page, scripted }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/about/your-rights/large-print");
  await awake(page, scripted);
  const size = () => page.locator(".leaflet--large p").first().evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
  expect(await size()).toBeGreaterThanOrEqual(24);
  await page.emulateMedia({ media: "print" });
  expect(await size()).toBeGreaterThanOrEqual(24);
});
