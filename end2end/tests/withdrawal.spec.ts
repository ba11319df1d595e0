// A change of mind while others have the record open: each loses sight at once, wherever they look.
import { expect, signIn, test, type Page } from "./support/fixtures.js";
import { converse, press, refer } from "./support/acts.js";

// Somebody of each agency that is asked about: every one of them has a yes.
const WHO = ["social worker", "psychologist", "support lead", "senco", "paramedic", "police officer"];

async function find(page: Page, name: string) {
  await page.goto("/people");
  await page.getByLabel("Find a person").fill(name);
  await press(page, "Search");
}

test("a withdrawal reaches every tablet that has the record open, its searches and its lists", async ({ page, server, browser, watch, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  watch.allow(404);
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Wren", "Mindchanger", "A worry.");
  await page.getByRole("link", { name: "Wren Mindchanger" }).first().click();
  await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
  const person = new URL(page.url()).pathname;
  await converse(page, () => "Yes");
  await press(page, "Record the decision");
  await expect(page.getByText("The decision is recorded. The person is on the support list")).toBeVisible();
  const receipt = new URL(page.url()).pathname;

  // Each has the record open, and beside it what the search found.
  const tablets: { tablet: Page; search: Page }[] = [];
  for (const who of WHO) {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled, locale: "en-GB", timezoneId: "Europe/London" });
    watch.over(context);
    const [tablet, search] = [await context.newPage(), await context.newPage()];
    await signIn(tablet, server, who, "/today");
    await find(search, "Mindchanger");
    await expect(search.getByRole("link", { name: "Wren Mindchanger" }).first()).toBeVisible();
    await tablet.goto(person);
    await expect(tablet.getByRole("heading", { name: "Wren Mindchanger", level: 1 })).toBeVisible();
    tablets.push({ tablet, search });
  }
  expect(new Set(WHO.map((who) => server.find(who).email.split("@")[1])).size).toBe(6);

  await page.goto(`${person}/withdraw`);
  await page.getByLabel("The person", { exact: true }).check();
  await press(page, "Stop sharing now");
  await expect(page.getByRole("heading", { name: "Sharing has stopped" })).toBeVisible();
  for (const agency of ["Social Care", "Mental Health", "Haven", "Education", "Ambulance", "Police"]) {
    await expect(page.locator("main li").filter({ hasText: agency })).toHaveCount(1);
  }

  for (const [at, { tablet, search }] of tablets.entries()) {
    // Whatever link the open page still shows leads nowhere.
    const links = await tablet
      .locator("main a[href^='/people/']")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? "").filter((href) => href.length > "/people/".length + 30));
    for (const path of new Set([person, ...links.map((href) => href.split("#")[0])])) {
      expect((await tablet.request.get(path)).status(), `${WHO[at]} ${path}`).not.toBe(200);
    }
    const link = tablet.locator("main a[href^='/people/']:visible").filter({ hasNotText: /^People$/ }).first();
    if (await link.count()) await link.click();
    else await tablet.reload();
    await expect(tablet.getByText("Wren Mindchanger")).toHaveCount(0);
    expect((await tablet.request.get(receipt)).status()).toBe(404);
    await search.getByRole("link", { name: "Wren Mindchanger" }).first().click();
    await expect(search.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await expect(search.getByText("Mindchanger")).toHaveCount(0);
    await find(tablet, "Mindchanger");
    await expect(tablet.getByText("Nobody open to your agency fits.")).toBeVisible();
    for (const list of ["/people", "/today", "/referrals"]) {
      await tablet.goto(list);
      await expect(tablet.getByText("Wren Mindchanger"), `${WHO[at]} ${list}`).toHaveCount(0);
    }
    await tablet.context().close();
  }
});
