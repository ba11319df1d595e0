// Somebody pastes a script wherever words can be written, and wherever they are shown it is only words.
import type { Page } from "@playwright/test";
import { awake, expect } from "./fixtures.js";

export const PAYLOAD = `</textarea></title><script>window.hacked=1</script>"'><img src=x onerror=window.hacked=1><!--`;

/**
 * What would refuse the words: numbers and the parts of a date, a postcode, a code. Every other line and text
 * takes them, telephone numbers and professionals' email addresses too.
 */
const REFUSED = ["[inputmode=numeric]", "[name=postcode]", "[name=code]"];

/** Writes it into every field for words that the forms of the page have, whatever is folded away. */
export async function write(page: Page, but = REFUSED): Promise<void> {
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => ((details as HTMLDetailsElement).open = true)));
  const skip = ["[name=q]", ...but].map((each) => `:not(${each})`).join("");
  const kinds = ["textarea", "input[type=text]", "input[type=tel]", "input[type=email]", "input:not([type])"];
  const fields = await page.locator(kinds.map((kind) => `main form[method=post] ${kind}${skip}`).join(", ")).all();
  expect(fields.length, page.url()).toBeGreaterThan(0);
  for (const field of fields) {
    if (await field.isVisible()) await field.fill(PAYLOAD);
    // What an answer hides is sent all the same.
    else await field.evaluate((input, words) => ((input as HTMLInputElement).value = words), PAYLOAD);
  }
}

/** Nothing ran, nothing was asked for, and the words are there to read. */
export async function checkHarmless(page: Page, scripted: boolean, shown = true): Promise<void> {
  await awake(page, scripted);
  expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked), page.url()).toBeUndefined();
  expect(await page.locator("img[src=x]").count(), page.url()).toBe(0);
  expect(await page.locator("body script").count(), page.url()).toBe(0);
  if (shown) expect((await page.content()).includes("window.hacked=1"), `${page.url()} shows the words`).toBe(true);
}

/** Looks at each of these pages, all of which show the words. */
export async function look(page: Page, scripted: boolean, paths: string[], shown = true): Promise<void> {
  for (const path of paths) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(200);
    await checkHarmless(page, scripted, shown);
  }
}
