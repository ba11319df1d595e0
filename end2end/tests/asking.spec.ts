// Asking for oneself or one's family, without an account, on a phone.
import { fillDate, press } from "./support/acts.js";
import { checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { awake, expect, readAs, signIn, test } from "./support/fixtures.js";

test("a mother asks for her daughter, goes on elsewhere, and the register's team hears it", async ({ page, browser, server, watch, scripted }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const check = async (on = page) => {
    await awake(on, scripted);
    await checkPage(on, scripted);
    await checkNoSidewaysScroll(on);
  };
  await page.goto("/");
  await page.locator("main").getByRole("link", { name: "Ask for help" }).click();
  await expect(page.getByText("Ring 999 if you are in danger now.")).toBeVisible();
  await check();
  await page.getByRole("button", { name: "Start" }).click();
  await press(page, "Continue");
  await expect(page.getByRole("alert")).toContainText("Select who it is for");
  await page.getByLabel("For someone in my family, or a friend").check();
  await page.getByLabel("Your name").fill("Sian Quillfeather");
  await page.getByLabel("Who are you to them?").fill("mother");
  await check();
  await press(page, "Continue");
  await page.getByLabel("First name").fill("Zoe");
  await page.getByLabel("Last name").fill("Quillfeather");
  await fillDate(page, "Date of birth", "6", "8", "1990");
  await check();
  await press(page, "Save and come back later");
  await expect(page.getByRole("heading", { name: "Saved for later" })).toBeVisible();
  await check();
  const code = (await page.locator(".code-card__code").textContent()) ?? "";

  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: scripted });
  watch.over(context);
  const library = await context.newPage();
  await library.goto("/ask");
  await library.getByRole("link", { name: "Go on with what you saved" }).click();
  await check(library);
  await library.getByLabel("Your code").fill(code.toLowerCase());
  await fillDate(library, "The date of birth you typed", "6", "8", "1990");
  await press(library, "Go on");
  await expect(library.getByText("Sian Quillfeather")).toBeVisible();
  await library.goto("/ask/contact");
  await library.getByLabel("Phone number").fill("01632 960777");
  await check(library);
  await press(library, "Continue");
  await library.getByLabel("What do they need help with?").fill("She does not sleep.");
  await check(library);
  await press(library, "Continue");
  await check(library);
  await press(library, "Send it");
  await expect(library.getByRole("heading", { name: "We have got it" })).toBeVisible();
  await check(library);
  await library.goBack();
  await expect(library.getByText("Quillfeather")).toHaveCount(0);
  await context.close();

  await page.setViewportSize({ width: 768, height: 1024 });
  await signIn(page, server, "coordinator", "/referrals");
  await page.goto("/referrals");
  await page.getByRole("link", { name: "Zoe Quillfeather" }).click();
  await expect(page.getByText("Asked by Sian Quillfeather (mother).")).toBeVisible();
});

test("a page that is typed into is kept, when the connection drops and when it is closed", async ({ page, watch, scripted }) => {
  test.skip(!scripted, "it needs script");
  watch.allow(/ERR_/);
  await page.goto("/ask/who");
  await awake(page, scripted);
  await page.getByLabel("For me").check();
  await press(page, "Continue");
  await expect(page.getByLabel("First name")).toBeVisible();
  const saved = page.waitForResponse((answer) => answer.url().endsWith("/ask/drafts"));
  await page.getByLabel("First name").fill("Half a na");
  expect((await saved).status()).toBe(204);
  await page.goto("/");
  await page.goto("/ask/person");
  await awake(page, scripted);
  await expect(page.getByLabel("First name")).toHaveValue("Half a na");
  await page.route("**/ask/**", (route) => route.abort("internetdisconnected"));
  await page.getByLabel("Last name").fill("Typed while it was gone");
  await press(page, "Continue");
  await expect(page.getByRole("alert")).toContainText("The connection dropped");
  await expect(page.getByLabel("Last name")).toHaveValue("Typed while it was gone");
});

test("every page of asking fits a phone with everything at 200 %", async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/ask/who");
  await page.getByLabel("For me", { exact: true }).check();
  await press(page, "Continue");
  await readAs(page, server, { scale: 200, font: 200, line: 200, spacing: 200 });
  for (const path of ["/ask", "/ask/who", "/ask/person", "/ask/contact", "/ask/why", "/ask/check", "/ask/return", "/ask/sent", "/me", "/me/finished"]) {
    await page.goto(path);
    await checkNoSidewaysScroll(page, path);
  }
});
