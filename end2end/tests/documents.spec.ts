// What a person reads before they answer: every document, in every format and both wordings.
import { awake, expect, readAs, test, type Page } from "./support/fixtures.js";
import { checkAccessible, checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { PHONE } from "./support/look.js";

const FORMATS = ["leaflet", "large-print", "easy-read", "easy-read-grid", "symbols", "symbols-grid"];
const WORDINGS = ["adult", "young_person"];
const DOCUMENTS = ["what-is-the-list", "saying-yes-or-no", "what-is-kept", "changing-your-mind", "your-meeting", "your-rights"];
const TABLET = { width: 768, height: 1024 };

/** Every picture on the page has arrived and can be seen. */
async function checkPictures(page: Page, about: string): Promise<void> {
  const broken = await page.locator("main img").evaluateAll(async (images) => {
    const pictures = images as HTMLImageElement[];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
    return pictures.filter((picture) => picture.naturalWidth === 0 || picture.clientWidth < 40).map((picture) => picture.src);
  });
  expect(broken, about).toEqual([]);
}

test("the list of documents leads to each of them", async ({ page }) => {
  await page.goto("/about");
  const links = await page.locator(".guide__documents a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(links).toEqual(DOCUMENTS.map((key) => `/about/${key}/easy-read`));
});

for (const key of DOCUMENTS) {
  for (const wording of WORDINGS) {
    test(`${key} for ${wording} is accessible and fits a phone and a tablet in every format`, async ({ page, server, scripted }) => {
      test.skip(!scripted, "the same HTML; axe needs script");
      test.setTimeout(180_000);
      const fits = async (about: string) => {
        for (const size of [TABLET, PHONE]) {
          await page.setViewportSize(size);
          await checkNoSidewaysScroll(page, `${about}, ${size.width} wide`);
        }
      };
      await page.setViewportSize(PHONE);
      for (const format of FORMATS) {
        const path = `/about/${key}/${format}?wording=${wording}`;
        await readAs(page, server, {});
        await page.goto(path);
        await awake(page);
        await expect(page.locator("main h1")).toHaveCount(1);
        await checkAccessible(page, path);
        await checkPictures(page, path);
        await fits(path);
        await readAs(page, server, { scale: 200, font: 200, line: 200, spacing: 200 });
        await page.goto(path);
        await fits(`${path} with everything at 200 %`);
      }
    });
  }
}

for (const [at, theme] of ["dark", "contrast", "cream"].entries()) {
  for (const [which, key] of DOCUMENTS.entries()) {
    // From theme to theme and from document to document the wording changes: each document is seen in both.
    const wording = WORDINGS[(at + which) % 2];
    test(`${key} for ${wording} is accessible in ${theme} in every format`, async ({ page, server, scripted }) => {
      test.skip(!scripted, "the same HTML; axe needs script");
      await readAs(page, server, { theme });
      for (const format of FORMATS) {
        const path = `/about/${key}/${format}?wording=${wording}`;
        await page.goto(path);
        await awake(page);
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        await expect(page.locator("main h1")).toHaveCount(1);
        await checkAccessible(page, `${path} in ${theme}`);
      }
    });
  }
}

test("the page for professionals is accessible", async ({ page, scripted }) => {
  await page.goto("/about/for-professionals");
  await awake(page, scripted);
  await checkPage(page, scripted);
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
  test.skip(!scripted, "measuring needs script");
  const size = () => page.locator(".leaflet--large p").first().evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
  expect(await size()).toBeGreaterThanOrEqual(24);
  await page.emulateMedia({ media: "print" });
  expect(await size()).toBeGreaterThanOrEqual(24);
});
