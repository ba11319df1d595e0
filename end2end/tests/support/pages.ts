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
  if (!seesPeople) return withWhatTheyLeadTo(page, ["/account", ...menu]);
  const person = await somebody(page);
  const about = ["", "/details", "/consent", "/consent/who", "/consent/sign", "/consent/answered", "/consent/decision", "/consent/check", "/authority", "/authority/new", "/capacity", "/consent/receipt/1", "/codes", "/codes/new", "/paper", "/assessment", "/rating", "/plan", "/plan/issues/new", "/plan/strategies/new", "/plan/actions/new", "/review", "/looks", "/reading", "/withdraw"];
  const there: string[] = [];
  for (const path of about.map((ending) => `${person}${ending}`)) {
    // A page that is not built yet, or not for this reader, is no page to look at.
    if ((await page.request.get(path)).status() === 200) there.push(path);
  }
  return withWhatTheyLeadTo(page, ["/account", ...menu, "/paper", ...there], person);
}

/** The pages, and of what they lead to one of each kind: closing an issue, ending somebody's account. */
async function withWhatTheyLeadTo(page: Page, paths: string[], person = "/people"): Promise<string[]> {
  const kind = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*");
  const found = new Map(paths.map((path) => [kind(path), path]));
  const inside = [`${person}/`, "/agencies/", "/staff/", "/lists/"];
  for (const path of paths) {
    await page.goto(path);
    const links = await page
      .locator("main a[href^='/']")
      .evaluateAll((all) => all.map((link) => (link.getAttribute("href") ?? "").split(/[?#]/)[0] ?? ""));
    for (const link of links.filter((link) => inside.some((start) => link.startsWith(start)) && !link.endsWith(".pdf"))) {
      if (!found.has(kind(link))) found.set(kind(link), link);
    }
  }
  return [...found.values()];
}
