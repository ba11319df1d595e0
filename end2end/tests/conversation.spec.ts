// The consent conversation for those who use no mouse, and for those who listen to it.
import { refer } from "./support/acts.js";
import { expect, signIn, test, type Page } from "./support/fixtures.js";

/** What a screen reader has to go by: role and name of everything in <main>, in order. */
async function spoken(page: Page): Promise<string> {
  return page.locator("main").ariaSnapshot();
}

/** Presses a key and waits until the page that follows is there. */
async function go(page: Page, key: string) {
  const before = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== before);
  await expect(page.locator("main h1, main .nhsuk-label--l").first()).toBeVisible();
}

/** Goes on with Tab until the element with focus fits; nothing may be out of reach. */
async function tabTo(page: Page, what: (focused: { tag: string; name: string; type: string; value: string; text: string }) => boolean) {
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

async function button(page: Page, text: string) {
  await tabTo(page, (focused) => focused.tag === "BUTTON" && focused.text === text);
}

/** Chooses a radio of a group as a keyboard does: Tab into the group, arrows within it. */
async function choose(page: Page, name: string, value: string) {
  await tabTo(page, (focused) => focused.type === "radio" && focused.name === name);
  const chosen = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
  await page.keyboard.press("Space");
  for (let steps = 0; (await chosen()) !== value && steps < 12; steps += 1) await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe(value);
}

test("the whole conversation is done by keyboard alone, and every page says what it asks to a screen reader", async ({ page, server }) => {
  test.setTimeout(180_000);
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Kit", "Keyboarder", "A worry.");
  await page.getByRole("link", { name: "Kit Keyboarder" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  const person = new URL(page.url()).pathname;
  await page.goto(`${person}/consent`);

  expect(await spoken(page)).toContain('group "How will you give the information?"');
  await choose(page, "format", "symbols");
  await button(page, "Start");
  await go(page, "Enter");

  expect(await spoken(page)).toMatch(/group "Who decides today\?":[\s\S]*radio "The person" \[checked\]/);
  await button(page, "Continue");
  await go(page, "Enter");

  const told = await spoken(page);
  expect(told).toMatch(/heading ".*support list.*" \[level=1\]/i);
  expect(told).toContain("Saying no to the support list does not change your support.");
  await button(page, "Go on to the questions");
  await go(page, "Enter");

  let asked = 0;
  while (!/\/(exclusions|decision)$/.test(page.url())) {
    const heard = await spoken(page);
    // One group with the question as its name and as the page's heading, and three answers as words.
    expect(heard, page.url()).toMatch(/group "[^"]+\?"/);
    expect(heard, page.url()).toMatch(/heading "[^"]+\?" \[level=1\]/);
    for (const answer of ["Yes", "No", "Not sure"]) expect(heard, page.url()).toContain(`radio "${answer}"`);
    await choose(page, new URL(page.url()).pathname.split("/").at(-1) ?? "", "yes");
    await button(page, "Continue");
    await go(page, "Enter");
    asked += 1;
  }
  expect(asked).toBeGreaterThan(8);

  expect(await spoken(page)).toMatch(/textbox ".+"/);
  await tabTo(page, (focused) => focused.tag === "TEXTAREA");
  await page.keyboard.type("Not my ex-partner");
  await button(page, "Continue");
  await go(page, "Enter");

  await choose(page, "manner", "pointed");
  await choose(page, "signature", "said");
  await tabTo(page, (focused) => focused.name === "witness");
  await page.keyboard.type("Nia Evans");
  await button(page, "Continue");
  await go(page, "Enter");

  const check = await spoken(page);
  expect(check).toContain("Not my ex-partner");
  expect(check).toMatch(/link "Change .+"/);
  await button(page, "Record the decision");
  await go(page, "Enter");
  const receipt = await spoken(page);
  expect(receipt).toContain("You said yes to the support list.");
  expect(receipt).toContain("Your support stays the same.");
});

test("somebody who is not sure is offered help on every question, and it never counts as yes", async ({ page, server }) => {
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Ash", "Unsure", "A worry.");
  await page.getByRole("link", { name: "Ash Unsure" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  const person = new URL(page.url()).pathname;
  await page.goto(`${person}/consent/on_the_list`);
  await page.getByRole("radio", { name: "Not sure" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "It is OK not to be sure" })).toBeVisible();
  await expect(page.getByText("Your support stays the same.")).toBeVisible();
  await expect(page.getByRole("link", { name: /Go on to the next question/ })).toHaveCount(0);
  await page.goto(`${person}/consent/cetr`);
  await page.getByRole("radio", { name: "Not sure" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: /Go on to the next question/ }).click();
  await expect(page).toHaveURL(/contact_family$/);
});
