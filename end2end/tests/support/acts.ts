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

export async function refer(page: Page, first: string, last: string, reason: string) {
  await page.goto("/refer");
  await page.getByLabel("First name").fill(first);
  await page.getByLabel("Last name").fill(last);
  await fillDate(page, "Date of birth", "15", "3", "1990");
  await page.getByLabel("Why are you referring them?").fill(reason);
  await press(page, "Send the referral");
}

/** Goes through the conversation; what each page is answered with is decided by its question. */
export async function converse(
  page: Page,
  answer: (question: string) => "Yes" | "No",
  write: (page: Page) => Promise<void> = async () => undefined,
) {
  // The NHS design system gives a link that looks like a button the role of one.
  await page.getByRole("button", { name: "Explain it and ask" }).click();
  await page.getByLabel("Easy read with pictures", { exact: true }).check();
  await press(page, "Start");
  await expect(page.getByRole("heading", { name: "Who decides?" })).toBeVisible();
  await page.getByLabel("The person", { exact: true }).check();
  await press(page, "Continue");
  await press(page, "Go on to the questions");
  // Not before the first question is there: what is read and what is answered must be one page.
  await page.waitForURL(/\/consent\/understood$/);
  for (let pages = 0; pages < 20; pages += 1) {
    await expect(page.locator("main h1, main label.nhsuk-label--l, main .nhsuk-label-wrapper").first()).toBeVisible();
    const path = new URL(page.url()).pathname;
    if (path.endsWith("/decision")) break;
    if (!/\/(exclusions|answered)$/.test(path)) {
      const question = (await page.locator("main h1").textContent()) ?? "";
      await page.getByRole("radio", { name: answer(question), exact: true }).check();
    }
    await write(page);
    await press(page, "Continue");
    await page.waitForURL((url) => url.pathname !== path);
  }
  await expect(page.getByRole("heading", { name: "How the decision was made" })).toBeVisible();
  await page.getByLabel("Spoke", { exact: true }).check();
  await page.getByLabel("They said so and did not want to sign", { exact: true }).check();
  await page.getByLabel("Name of somebody who saw it").fill("Nia Evans");
  await write(page);
  const today = new Date();
  await fillDate(page, "When was it decided?", String(today.getDate()), String(today.getMonth() + 1), String(today.getFullYear()));
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "Check the answers" })).toBeVisible();
}
