// What people do, as they do it: by labels and buttons.
import { expect, type Page } from "@playwright/test";
import { signIn } from "./fixtures.js";
import type { Server } from "./server.js";

export async function fillDate(page: Page, legend: string, day: string, month: string, year: string) {
  const group = page.getByRole("group", { name: legend });
  await group.getByLabel("Day").fill(day);
  await group.getByLabel("Month").fill(month);
  await group.getByLabel("Year").fill(year);
}

export async function press(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).click();
}

export async function switchTo(page: Page, server: Server, who: string) {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("You are signed out")).toBeVisible();
  await signIn(page, server, who);
}

/** The day, month and year of today, or of some days later, as a date is typed. */
export function today(later = 0): [string, string, string] {
  const day = new Date();
  day.setDate(day.getDate() + later);
  return [String(day.getDate()), String(day.getMonth() + 1), String(day.getFullYear())];
}

export async function refer(page: Page, first: string, last: string, reason: string, born = "1990") {
  await page.goto("/refer");
  await page.getByLabel("First name").fill(first);
  await page.getByLabel("Last name").fill(last);
  await fillDate(page, "Date of birth", "15", "3", born);
  await page.getByLabel("Why are you referring them?").fill(reason);
  await press(page, "Send the referral");
}

/** Refers somebody nobody else writes about; the path of their record, which is open. */
export async function referNew(page: Page, first: string, last: string, born?: string): Promise<string> {
  await refer(page, first, last, "A worry.", born);
  await page.getByRole("link", { name: `${first} ${last}` }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Draws a line on the sheet of the page, from one part of its width to another. */
export async function draw(page: Page, from = 0.2, to = 0.8) {
  const sheet = page.locator("svg.drawing--sheet:visible");
  await sheet.scrollIntoViewIfNeeded();
  const box = (await sheet.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width * from, box.y + box.height * from);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, box.y + box.height * from, { steps: 5 });
  await page.mouse.up();
}

/**
 * Asks everything, from somebody's record to how the decision was made; what each page is answered with is decided
 * by its question. They do not want to sign, unless `write` says otherwise.
 */
export async function ask(
  page: Page,
  answer: (question: string) => "Yes" | "No",
  write: (page: Page) => Promise<void> = async () => undefined,
  format = "Easy read with pictures",
) {
  // The NHS design system gives a link that looks like a button the role of one.
  const first = page.getByRole("button", { name: "Explain it and ask" });
  await first.or(page.getByRole("link", { name: "Go through the questions again" })).click();
  await page.getByLabel(format, { exact: true }).check();
  await press(page, "Start");
  await expect(page.getByRole("heading", { name: "Who decides?" })).toBeVisible();
  await page.getByLabel("The person", { exact: true }).check();
  await press(page, "Continue");
  await press(page, "Go on to the questions");
  // Not before the first question is there: what is read and what is answered must be one page.
  await page.waitForURL(/\/consent\/understood$/);
  const asked: string[] = [];
  for (let pages = 0; pages < 20; pages += 1) {
    await expect(page.locator("main h1, main label.nhsuk-label--l, main .nhsuk-label-wrapper").first()).toBeVisible();
    const path = new URL(page.url()).pathname;
    if (path.endsWith("/decision")) break;
    asked.push(path.split("/").at(-1) ?? "");
    if (!/\/(exclusions|answered)$/.test(path)) {
      const question = (await page.locator("main h1").textContent()) ?? "";
      const said = path.endsWith("/sign") ? "No" : answer(question);
      await page.getByRole("radio", { name: said, exact: true }).check();
    }
    await write(page);
    await press(page, "Continue");
    await page.waitForURL((url) => url.pathname !== path);
  }
  expect(asked.slice(-2)).toEqual(["sign", "answered"]);
  await expect(page.getByRole("heading", { name: "How the decision was made" })).toBeVisible();
}

/** Goes through the whole conversation, and on to its answers. */
export async function converse(
  page: Page,
  answer: (question: string) => "Yes" | "No",
  write: (page: Page) => Promise<void> = async () => undefined,
  format = "Easy read with pictures",
) {
  await ask(page, answer, write, format);
  await page.getByLabel("Spoke", { exact: true }).check();
  // How they signed was asked before.
  await expect(page.locator("main input[name=signature]:checked")).toHaveCount(1);
  await page.getByLabel("Name of somebody who saw it").fill("Nia Evans");
  await write(page);
  await fillDate(page, "When was it decided?", ...today());
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "Check the answers" })).toBeVisible();
}
