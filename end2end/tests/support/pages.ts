// Which pages there are for whoever is signed in: those of the menu, and those about one person.
import type { Page } from "@playwright/test";

/** The path of somebody on the register whom the reader may see; empty where the reader sees nobody. */
export async function somebody(page: Page): Promise<string> {
  const answer = await page.goto("/people?rating=amber");
  if (answer?.status() !== 200) return "";
  return (await page.locator("main tbody a").first().getAttribute("href")) ?? "";
}

/** Every page of the reader's menu, the account, and of one person where the reader may see one. */
export async function staffPages(page: Page): Promise<string[]> {
  await page.goto("/account");
  const menu = await page
    .locator(".nhsuk-header__navigation a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const seesPeople = menu.includes("/people");
  if (!seesPeople) return ["/account", ...menu];
  const person = await somebody(page);
  const about = ["", "/details", "/consent", "/consent/who", "/consent/decision", "/consent/check", "/authority", "/authority/new", "/capacity", "/consent/receipt/1", "/codes", "/codes/new", "/paper", "/assessment", "/rating", "/plan", "/plan/issues/new", "/plan/strategies/new", "/plan/actions/new", "/review", "/looks", "/reading", "/withdraw"];
  const there: string[] = [];
  for (const path of about.map((ending) => `${person}${ending}`)) {
    // A page that is not built yet, or not for this reader, is no page to look at.
    if ((await page.request.get(path)).status() === 200) there.push(path);
  }
  return ["/account", ...menu, "/paper", ...there];
}
