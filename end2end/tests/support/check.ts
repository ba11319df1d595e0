// What every page must be: accessible as far as axe can tell, and HTML that needs no repair.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Axe from "axe-core";
import { expect, type Page } from "@playwright/test";
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    // How the HTML is written down is the renderer's affair; what it means is ours.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "attr-quotes": "off",
    "no-raw-characters": "off",
    // The NHS design system names roles that elements have by themselves, for old screen readers.
    "no-redundant-role": "off",
    "long-title": "off",
    // Everything comes from the origin of the page, under a strict Content-Security-Policy.
    "require-sri": "off",
    "require-csp-nonce": "off",
    "no-inline-style": "error",
    "no-dup-id": "error",
  },
  elements: ["html5", { "leptos-island": { flow: true, phrasing: true }, "leptos-children": { flow: true, phrasing: true } }],
});

/** Smaller by half than what axe is by default, since every page that is looked at has to read it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** One line for each fault axe finds by these rules, or by the rules of these standards. */
async function faultsOf(page: Page, runOnly: string[]): Promise<string[]> {
  // Axe stays in a page that it has looked at.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(`${AXE}; undefined`);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: typeof Axe };
    return (await axe.run({ runOnly, resultTypes: ["violations"] })).violations;
  }, runOnly);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary?.split("\n")[1]?.trim()}`),
  );
}

/** Fails with one line for each fault axe finds. */
export async function checkAccessible(page: Page, about = page.url()): Promise<void> {
  // A link under the pointer looks otherwise, and where the last press left the pointer is chance.
  await page.mouse.move(0, 0);
  expect(await faultsOf(page, STANDARDS), `axe on ${about}`).toEqual([]);
}

/** The same of what colours alone can make better or worse, for a page that is looked at in several. */
export async function checkColours(page: Page, about: string): Promise<void> {
  expect(await faultsOf(page, ["color-contrast", "link-in-text-block"]), `axe on ${about}`).toEqual([]);
}

/** Fails with one line for each fault in the HTML as the server sends it. */
export async function checkHtml(page: Page, address = page.url()): Promise<void> {
  const answer = await page.request.get(address);
  await checkHtmlText(await answer.text(), address);
}

/** The same for what the server sent already, such as the answer to a form. */
export async function checkHtmlText(html: string, about: string): Promise<void> {
  const report = await validator.validateString(html);
  const faults = report.results.flatMap((result) =>
    result.messages.map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`),
  );
  expect(faults, `HTML of ${about}`).toEqual([]);
}

/** Both, for the page that is shown. */
export async function checkPage(page: Page, scripted = true): Promise<void> {
  // Axe needs the page's own timers, which do not run where script is off.
  if (scripted) await checkAccessible(page);
  await checkHtml(page);
}

/** Fails where the page has to be scrolled sideways. Tables and the like may scroll within themselves. */
export async function checkNoSidewaysScroll(page: Page, about = page.url()): Promise<void> {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const scrolls = (element: Element | null): boolean =>
      element !== null && element !== document.body && element !== document.documentElement &&
      (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const found = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > room + 1 && !scrolls(element.parentElement),
    );
    return found.slice(0, 5).map((element) => {
      const width = Math.round(element.getBoundingClientRect().right);
      return `${element.tagName.toLowerCase()}.${element.className} reaches ${width} of ${room}: ${element.textContent?.slice(0, 40)}`;
    });
  });
  expect(wide, `sideways scrolling on ${about}`).toEqual([]);
}
