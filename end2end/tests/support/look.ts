// Looks at pages as somebody with a phone meets them, and at what a form answers.
import { expect, type Page } from "@playwright/test";
import { press } from "./acts.js";
import { checkAccessible, checkColours, checkHtmlText, checkNoSidewaysScroll, checkPage } from "./check.js";
import { awake } from "./fixtures.js";

export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 768, height: 1024 };

/** Where nothing runs, the pages are the same HTML: the plainest of the six formats and the one with most on it have their turn. */
export const hasItsTurn = (format: string, scripted: boolean) =>
  scripted || format === "Plain leaflet" || format === "Easy read with pictures in boxes";

/** What the tools of a reader make largest, set on the page that is shown: what a form answered cannot be loaded again. */
const LARGEST = { scale: "200", font: "200", line: "200", spacing: "200" };

/** Looks at the page that is shown with other tools, and leaves it as it was. */
async function withTools(page: Page, tools: Record<string, string>, look: () => Promise<void>): Promise<void> {
  const set = (tools: Record<string, string>) =>
    page.evaluate((tools) => {
      const before = Object.fromEntries(Object.keys(tools).map((tool) => [tool, document.documentElement.dataset[tool] ?? ""]));
      Object.assign(document.documentElement.dataset, tools);
      return before;
    }, tools);
  const before = await set(tools);
  await look();
  await set(before);
}

/** The page that is shown fits the screen with everything at 200 %. */
export async function checkLargest(page: Page, about = page.url()): Promise<void> {
  await withTools(page, LARGEST, () => checkNoSidewaysScroll(page, `${about} with everything at 200 %`));
}

/** Every theme that somebody may choose instead of the usual one. */
export async function checkThemes(page: Page, about: string): Promise<void> {
  for (const theme of ["dark", "contrast", "cream"]) {
    await withTools(page, { theme }, () => checkColours(page, `${about} in ${theme}`));
  }
}

/** Calm mode, and the colours that the device forces on every page. */
export async function checkCalmAndForced(page: Page, about: string): Promise<void> {
  await withTools(page, { calm: "on" }, () => checkColours(page, `${about} in calm mode`));
  await page.emulateMedia({ forcedColors: "active" });
  await checkColours(page, `${about} in forced colours`);
  await page.emulateMedia({ forcedColors: null });
}

/** The page that is shown fits a tablet and a phone, also with everything at 200 %. */
export async function checkFits(page: Page, about: string): Promise<void> {
  for (const size of [TABLET, PHONE]) {
    await page.setViewportSize(size);
    await checkNoSidewaysScroll(page, `${about}, ${size.width} wide`);
    await checkLargest(page, `${about}, ${size.width} wide`);
  }
}

/** Every picture on the page has arrived and can be seen. */
export async function checkPictures(page: Page, about: string): Promise<void> {
  const broken = await page.locator("main img").evaluateAll(async (images) => {
    const pictures = images as HTMLImageElement[];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
    return pictures.filter((picture) => picture.naturalWidth === 0 || picture.clientWidth < 40).map((picture) => picture.src);
  });
  expect(broken, about).toEqual([]);
}

/** Looks at pages, each named in a fault by `about`. */
export function looker(page: Page, scripted: boolean, about = () => new URL(page.url()).pathname) {
  const shown = async (html: string, state: string) => {
    await awake(page, scripted);
    await expect(page.locator("main h1"), `${about()}, ${state}`).toHaveCount(1);
    if (scripted) await checkAccessible(page, `${about()}, ${state}`);
    await checkHtmlText(html, `${about()}, ${state}`);
    await checkNoSidewaysScroll(page, `${about()}, ${state}`);
    await checkLargest(page, `${about()}, ${state}`);
  };
  return {
    /** The page that is shown. */
    async page() {
      await awake(page, scripted);
      await expect(page.locator("html")).not.toHaveAttribute("data-busy");
      await expect(page.locator("main h1"), about()).toHaveCount(1);
      await checkPage(page, scripted);
      await checkNoSidewaysScroll(page, about());
      await checkLargest(page, about());
    },
    /** The page that a form answers with at its own address. */
    async answered(button: string, status: number, sees: string | RegExp) {
      const sent = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.status() === status);
      await press(page, button);
      const html = await (await sent).text();
      await expect(page.getByText(sees).first(), about()).toBeVisible();
      await shown(html, `answered ${status}`);
    },
    /** The same page, once its form was sent as it is and refused. */
    async refused(button: string) {
      await this.answered(button, 422, "There is a problem");
      await expect(page.getByRole("alert"), about()).toContainText("There is a problem");
    },
  };
}

/** Takes away what the page chose by itself, as nobody could who uses it. */
export async function unchoose(page: Page): Promise<void> {
  await page.locator("main input[type=radio]").evaluateAll((radios) => radios.forEach((radio) => ((radio as HTMLInputElement).checked = false)));
}
