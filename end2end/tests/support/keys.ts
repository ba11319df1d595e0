// Somebody who uses no mouse: Tab, arrows, Space and Enter, and what they type.
import { expect, type Page } from "@playwright/test";

export type Focused = { tag: string; name: string; type: string; value: string; text: string };

/** Presses a key and waits until the page that follows is there. */
export async function go(page: Page, key = "Enter") {
  const before = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== before);
  await expect(page.locator("main h1, main .nhsuk-label--l").first()).toBeVisible();
}

/** Goes on with Tab until the element with focus fits; nothing may be out of reach. */
export async function tabTo(page: Page, what: (focused: Focused) => boolean) {
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

export async function toButton(page: Page, text: string) {
  await tabTo(page, (focused) => focused.tag === "BUTTON" && focused.text === text);
}

export async function toLink(page: Page, text: string) {
  await tabTo(page, (focused) => focused.tag === "A" && focused.text === text);
}

/** Sends the page's form, which leads on. */
export async function send(page: Page, text: string) {
  await toButton(page, text);
  await go(page);
}

export async function follow(page: Page, text: string) {
  await toLink(page, text);
  await go(page);
}

/** Chooses a radio of a group as a keyboard does: Tab into the group, arrows within it. */
export async function choose(page: Page, name: string, value: string) {
  await tabTo(page, (focused) => focused.type === "radio" && focused.name === name);
  const chosen = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
  await page.keyboard.press("Space");
  for (let steps = 0; (await chosen()) !== value && steps < 12; steps += 1) await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe(value);
}

/** Ticks a box. */
export async function tick(page: Page, name: string) {
  await tabTo(page, (focused) => focused.type === "checkbox" && focused.name === name);
  await page.keyboard.press("Space");
}

/** Types into a field, after what stands there. */
export async function type(page: Page, name: string, words: string) {
  await tabTo(page, (focused) => focused.name === name);
  await page.keyboard.type(words);
}

/** Types a date into its three fields. */
export async function typeDate(page: Page, name: string, [day, month, year]: readonly [string, string, string]) {
  for (const [part, words] of [["day", day], ["month", month], ["year", year]]) await type(page, `${name}_${part}`, words);
}
