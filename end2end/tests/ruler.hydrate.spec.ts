// The reading ruler: a band over the line one reads.
import { awake, expect, readAs, test } from "./support/fixtures.js";
import { checkAccessible, checkNoSidewaysScroll } from "./support/check.js";

const band = "body > .ruler";

test("the ruler is there only for whoever switched it on, and goes again", async ({ page, server }) => {
  await page.goto("/about");
  await awake(page);
  await expect(page.locator(band)).toHaveCount(0);
  await readAs(page, server, { ruler: "on" });
  // Followed in place: the next page brings it.
  await page.getByRole("link", { name: "Privacy and cookies" }).click();
  await expect(page.locator(band)).toBeVisible();
  await readAs(page, server, {});
  await page.getByRole("link", { name: "Accessibility", exact: true }).click();
  await expect(page.locator(band)).toHaveCount(0);
});

test("the ruler follows the mouse, the finger and the focus, and presses go through it", async ({ browser, server, watch }) => {
  const context = await browser.newContext({ baseURL: server.url, hasTouch: true, viewport: { width: 390, height: 844 } });
  watch.over(context);
  const page = await context.newPage();
  await readAs(page, server, { ruler: "on" });
  await page.goto("/privacy");
  await awake(page);
  const middle = async () => {
    const box = await page.locator(band).boundingBox();
    return box ? box.y + box.height / 2 : -1;
  };
  await page.mouse.move(200, 500);
  expect(Math.abs((await middle()) - 500)).toBeLessThan(2);
  await page.touchscreen.tap(200, 300);
  expect(Math.abs((await middle()) - 300)).toBeLessThan(2);
  const link = page.getByRole("link", { name: "What we keep and who sees it" });
  await link.focus();
  const box = await link.boundingBox();
  expect(Math.abs((await middle()) - (box ? box.y + box.height / 2 : 0))).toBeLessThan(40);
  await checkNoSidewaysScroll(page);
  await checkAccessible(page);
  await link.click();
  await expect(page).toHaveURL(/what-is-kept/);
  await context.close();
});

test("the arrow keys move the ruler line by line, then the page under it", async ({ page, server }) => {
  await readAs(page, server, { ruler: "on" });
  await page.goto("/privacy");
  await awake(page);
  const top = () => page.locator(band).evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await page.keyboard.press("ArrowDown");
  const after = await top();
  expect(after).toBeGreaterThan(before);
  await page.keyboard.press("ArrowUp");
  expect(await top()).toBe(before);
  for (let presses = 0; presses < 25; presses += 1) await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
  expect(await top()).toBeLessThan(800);
});

test("in a field the arrow keys mean what they always mean", async ({ page, server }) => {
  await readAs(page, server, { ruler: "on" });
  await page.goto("/reading");
  await awake(page);
  const first = page.getByRole("group", { name: "Content scaling" }).getByRole("radio", { name: "100%" });
  await first.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("group", { name: "Content scaling" }).getByRole("radio", { name: "110%" })).toBeChecked();
});
