// A connection that drops in the midst of a real conversation: no word is lost, and nothing is recorded twice.
import { ask, press, referNew } from "./support/acts.js";
import { awake, expect, signIn, test, type Page } from "./support/fixtures.js";

/** Presses a button without any network, and is told so. The network is back afterwards. */
async function pressWithoutNetwork(page: Page, button: string) {
  const before = page.url();
  await page.context().setOffline(true);
  await press(page, button);
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The connection dropped");
  await expect(alert).toContainText("What you typed is still here. Check your signal, then press the button again.");
  await expect(alert).toBeFocused();
  expect(page.url()).toBe(before);
  await page.context().setOffline(false);
}

test("a connection that drops in the midst of the conversation loses no word, and the decision is recorded once", async ({ page, server, watch }) => {
  test.setTimeout(120_000);
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, server, "nurse", "/today");
  const person = await referNew(page, "Ottilie", "Funkloch");
  await awake(page);
  // Which forms the server has answered.
  const arrived: string[] = [];
  page.on("response", (answer) => {
    if (answer.request().method() === "POST") arrived.push(new URL(answer.url()).pathname);
  });
  const times = (path: string) => arrived.filter((each) => each === path).length;

  const words = "My old landlord must not know where I live.\nNor may his sister.";
  await ask(
    page,
    () => "Yes",
    async (page) => {
      if (!page.url().endsWith("/exclusions")) return;
      const field = page.locator("textarea");
      await field.fill(words);
      await pressWithoutNetwork(page, "Continue");
      await expect(field).toHaveValue(words);
      expect(times(`${person}/consent/exclusions`)).toBe(0);
      // The button is pressed again by whoever goes on.
    },
  );
  expect(times(`${person}/consent/exclusions`)).toBe(1);

  await page.getByLabel("Spoke", { exact: true }).check();
  await page.getByLabel("Name of somebody who saw it").fill("Nia Evans");
  await pressWithoutNetwork(page, "Continue");
  await expect(page.getByLabel("Spoke", { exact: true })).toBeChecked();
  await expect(page.getByLabel("Name of somebody who saw it")).toHaveValue("Nia Evans");
  await press(page, "Continue");
  await expect(page.getByRole("heading", { name: "Check the answers" })).toBeVisible();
  await expect(page.locator("#exclusions")).toContainText("Nor may his sister.");

  await pressWithoutNetwork(page, "Record the decision");
  expect(times(`${person}/consent`)).toBe(0);
  await press(page, "Record the decision");
  await page.waitForURL(`${person}/consent/receipt/1`);
  await expect(page.getByText("The decision is recorded. The person is on the support list")).toBeVisible();
  await expect(page.locator(".receipt li").filter({ hasText: "My old landlord must not know where I live." })).toHaveCount(1);
  expect(times(`${person}/consent`)).toBe(1);
  expect((await page.request.get(`${person}/consent/receipt/2`)).status()).toBe(404);
});
