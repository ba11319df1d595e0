// Looks at pages as somebody with a phone meets them, and at what a form answers.
import { expect, type Page } from "@playwright/test";
import { press } from "./acts.js";
import { checkAccessible, checkHtmlText, checkNoSidewaysScroll, checkPage } from "./check.js";
import { awake } from "./fixtures.js";

export const PHONE = { width: 390, height: 844 };

/** What the tools of a reader make largest, set on the page that is shown: what a form answered cannot be loaded again. */
const LARGEST = { scale: "200", font: "200", line: "200", spacing: "200" };

/** The page that is shown fits the screen with everything at 200 %, and is then as it was. */
export async function checkLargest(page: Page, about = page.url()): Promise<void> {
  const set = (tools: Record<string, string>) =>
    page.evaluate((tools) => {
      const before = Object.fromEntries(Object.keys(tools).map((tool) => [tool, document.documentElement.dataset[tool] ?? ""]));
      Object.assign(document.documentElement.dataset, tools);
      return before;
    }, tools);
  const before = await set(LARGEST);
  await checkNoSidewaysScroll(page, `${about} with everything at 200 %`);
  await set(before);
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
