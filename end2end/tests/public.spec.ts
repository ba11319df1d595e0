// What anybody may read, signed in or not: on an old phone, enlarged, in any colours, without script.
import { awake, expect, readAs, test } from "./support/fixtures.js";
import { checkAccessible, checkColours, checkHtml, checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { checkCalmAndForced, checkThemes } from "./support/look.js";

const PAGES = ["/", "/about", "/about/easy-read", "/forms", "/privacy", "/accessibility", "/credits", "/reading", "/sign-in", "/me", "/ask", "/ask/who", "/ask/return"];

for (const path of PAGES) {
  test(`${path} can be read by anybody, and says where help is in an emergency`, async ({ page, scripted }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await awake(page, scripted);
    await expect(page.locator("main h1")).toHaveCount(1);
    await expect(page.getByText("This is not an emergency service.")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en-GB");
    await checkPage(page, scripted);
  });

  test(`${path} is accessible in every theme, and with every tool at 200 %`, async ({ page, server, scripted }) => {
    test.skip(!scripted, "the same HTML; axe needs script");
    await page.goto(path);
    await checkAccessible(page, path);
    await checkThemes(page, path);
    await checkCalmAndForced(page, path);
    await page.emulateMedia({ colorScheme: "dark" });
    await checkColours(page, `${path} on a dark device`);
    await page.emulateMedia({ colorScheme: null });
    for (const tool of ["scale", "font", "line", "spacing"]) {
      await readAs(page, server, { [tool]: 200 });
      await page.goto(path);
      await checkAccessible(page, `${path} with ${tool} at 200 %`);
    }
  });

  test(`${path} is never scrolled sideways on a phone, even with everything at 200 %`, async ({ page, server }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await checkNoSidewaysScroll(page);
    for (const tool of ["scale", "font", "line", "spacing"]) {
      await readAs(page, server, { [tool]: 200 });
      await page.goto(path);
      await checkNoSidewaysScroll(page, `${path} with ${tool} at 200 %`);
    }
    await readAs(page, server, { scale: 200, font: 200, line: 200, spacing: 200 });
    await page.goto(path);
    await checkNoSidewaysScroll(page, `${path} with everything at 200 %`);
  });
}

test("the most widely spaced text of WCAG 1.4.12 is neither cut off nor scrolled sideways", async ({ browser, watch, scripted }) => {
  test.skip(!scripted, "the same HTML; adding a style needs script");
  // A reader's own style is refused by the Content-Security-Policy only where a test adds it.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 844 } });
  watch.over(context);
  const page = await context.newPage();
  for (const path of PAGES) {
    await page.goto(path);
    await awake(page, scripted);
    await page.addStyleTag({
      content: "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
    });
    await checkNoSidewaysScroll(page, `${path} with text spacing`);
  }
  await context.close();
});

test("the reading tools change the page for good, and back again", async ({ page }) => {
  await page.goto("/about");
  await page.locator("summary", { hasText: "Accessibility tools" }).click();
  await page.getByLabel("Font size").selectOption({ label: "150%" });
  await page.getByLabel("Colours").selectOption({ label: "Dark" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL("/about");
  await expect(page.locator("html")).toHaveAttribute("data-font", "150");
  await page.getByRole("link", { name: "Privacy and cookies" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.locator("summary", { hasText: "Accessibility tools" }).click();
  await page.getByRole("button", { name: "Back to usual" }).click();
  await expect(page).toHaveURL("/privacy");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "default");
});

test("the register can be found with the keyboard alone", async ({ page, scripted }) => {
  await page.goto("/");
  await awake(page, scripted);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("an address that leads nowhere says so in plain words", async ({ page, watch, scripted }) => {
  watch.allow(404);
  const answer = await page.goto("/no-such-page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await checkPage(page, scripted);
});

test("every page that is linked from the footer is there", async ({ page }) => {
  await page.goto("/");
  const paths = await page.locator(".nhsuk-footer a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(paths.length).toBeGreaterThan(3);
  for (const path of paths) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(200);
    await checkHtml(page, path);
  }
});
