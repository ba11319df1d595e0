// Whether words can be seen: against what is behind them, in whatever colours the browser has made of it.
import { expect, type Page } from "@playwright/test";

/** Less than this nobody reads; what is ordinary text has far more, and axe asks for that. */
const LEAST = 3;

/** Fails with each piece of text of the page that has nearly the colour of its ground. */
export async function checkWordsSeen(page: Page, about: string): Promise<void> {
  const found = await page.evaluate((least) => {
    type Colour = [number, number, number, number];
    const colour = (text: string): Colour => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const over = (top: Colour, below: Colour): Colour => [
      ...([0, 1, 2] as const).map((at) => top[at] * top[3] + below[at] * (1 - top[3])),
      1,
    ] as Colour;
    const light = (of: Colour) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
        const part = of[at] / 255;
        return sum + weight * (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      }, 0);
    // What nothing is painted on: paper, or the ground of the forced colours.
    const canvas = () => {
      const probe = document.createElement("div");
      document.body.append(probe);
      probe.style.setProperty("background-color", "Canvas");
      const found = getComputedStyle(probe).backgroundColor;
      probe.remove();
      return colour(found);
    };
    const paper = canvas();
    const ground = (element: Element | null): Colour =>
      element === null ? paper : over(colour(getComputedStyle(element).backgroundColor), ground(element.parentElement));
    const says = (element: Element) =>
      [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim());
    let seen = 0;
    const faults: string[] = [];
    for (const element of document.querySelectorAll("body *:not(script, style, noscript, option, svg *)")) {
      if (!says(element) || element.closest(".nhsuk-u-visually-hidden, .nhsuk-skip-link")) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) continue;
      seen += 1;
      const behind = ground(element);
      const words = over(colour(getComputedStyle(element).color), behind);
      const [one, other] = [light(words), light(behind)].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      if (contrast < least) {
        faults.push(`${element.tagName.toLowerCase()}.${element.className}: ${element.textContent?.trim().slice(0, 40)} (${contrast.toFixed(1)})`);
      }
    }
    return { seen, faults };
  }, LEAST);
  expect(found.seen, about).toBeGreaterThan(3);
  expect(found.faults, `words that cannot be seen, ${about}`).toEqual([]);
}

/** Goes on with Tab for some stops; each link and button among them has a line around it that can be seen. */
export async function checkFocusSeen(page: Page, about: string, stops = 12): Promise<void> {
  let links = 0;
  for (let presses = 0; presses < stops; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element?.matches("a, button, summary")) return null;
      const style = getComputedStyle(element);
      const [line, ground] = [style.outlineColor, getComputedStyle(document.body).backgroundColor];
      return {
        name: element.textContent?.trim().slice(0, 40),
        link: element.matches("a"),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && line !== ground && !/, 0\)$/.test(line),
        shown: element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      };
    });
    if (!focused) continue;
    if (focused.link) links += 1;
    expect(focused, `focus on ${about}`).toMatchObject({ outlined: true, shown: true });
  }
  expect(links, `links among the first ${stops} stops of ${about}`).toBeGreaterThan(0);
}
