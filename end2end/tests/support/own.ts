// The person's own page, from the practitioner's card to "I am finished".
import { expect, type Page } from "@playwright/test";
import { fillDate, press } from "./acts.js";
import { signIn } from "./fixtures.js";
import type { Server } from "./server.js";

export type Card = { code: string; born: [string, string, string]; record: string };

/** The path of somebody's record, by first name, for whoever is signed in. */
export async function recordOf(page: Page, given: string): Promise<string> {
  await page.goto("/people");
  await page.getByLabel("Find a person").fill(given);
  await page.getByRole("button", { name: "Search" }).click();
  return (await page.getByRole("link", { name: new RegExp(`^${given} `) }).first().getAttribute("href")) ?? "";
}

/** The nurse signs in and gives somebody a code; the card stays on her screen. */
export async function giveCode(page: Page, server: Server, given: string): Promise<Card> {
  await signIn(page, server, "nurse");
  const record = await recordOf(page, given);
  expect(record, `${given} is open to the nurse`).not.toBe("");
  return makeCard(page, record);
}

/** Whoever is signed in gives the person of a record a code, for a page that they read in a format, if one is named. */
export async function makeCard(page: Page, record: string, format?: string): Promise<Card> {
  await page.goto(record);
  const facts = (await page.locator(".person-banner__facts").textContent()) ?? "";
  const [, day, month, year] = /Born (\d+) (\w+) (\d{4})/.exec(facts) ?? [];
  await page.goto(`${record}/codes`);
  await page.getByRole("button", { name: "Give a new code" }).click();
  if (format) await page.getByLabel(format, { exact: true }).check();
  await press(page, "Make the code");
  const code = (await page.locator(".code-card__code").textContent()) ?? "";
  return { code, born: [day, month, year], record };
}

/** Opens the page as the card says: the code, then the date of birth. */
export async function openOwnPage(page: Page, card: Card): Promise<void> {
  await page.goto("/me");
  await page.getByLabel("Your code").fill(card.code);
  await fillDate(page, "Your date of birth", ...card.born);
  await press(page, "Open my page");
  await expect(page.getByText("What do you want to do?")).toBeVisible();
}

/** Ends it, as one is asked to. */
export async function closePage(page: Page): Promise<void> {
  await page.getByRole("button", { name: "I am finished" }).first().click();
  await expect(page.getByRole("heading", { name: "Your page has closed" })).toBeVisible();
}
