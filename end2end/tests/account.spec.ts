// Signing in and out.
import { awake, expect, signIn, signOutElsewhere, test } from "./support/fixtures.js";
import { checkPage } from "./support/check.js";

test("a wrong password is refused without saying which of the two is wrong", async ({ page, server, scripted }) => {
  await page.goto("/sign-in");
  await awake(page, scripted);
  await page.getByLabel("Email address").fill(server.signIns[0].email);
  await page.getByLabel("Password").fill("not the password at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("The email address or the password is wrong");
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("Email address")).toHaveValue(server.signIns[0].email);
  await expect(page.getByLabel("Password")).toHaveValue("");
  if (scripted) await expect(page.locator(".nhsuk-error-summary")).toBeFocused();
  await page.getByRole("link", { name: "The email address or the password is wrong" }).click();
  await expect(page.getByLabel("Password")).toBeFocused();
});

test("guessing on has to wait", async ({ page, watch }) => {
  watch.allow(429);
  await page.goto("/sign-in");
  const tryOnce = async () => {
    await page.getByLabel("Email address").fill("nobody@example.org");
    await page.getByLabel("Password").fill("a wrong guess again");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    return page.getByRole("alert").textContent();
  };
  await expect
    .poll(tryOnce, { intervals: [0], timeout: 30_000, message: "after some tries one has to wait" })
    .toMatch(/Too many tries\. Wait \d+ minutes? and try again/);
});

test("signing in leads to the page that was asked for", async ({ page, server, scripted }) => {
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount/);
  await page.getByLabel("Email address").fill(server.signIns[0].email);
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/account");
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  await awake(page, scripted);
  await checkPage(page, scripted);
});

test("a sign-in page that was forged cannot lead to another site", async ({ page, server }) => {
  await signIn(page, server, /./, "//elsewhere.example/");
  expect(new URL(page.url()).origin).toBe(server.url);
});

test("signing out says so, and the page before cannot be seen again", async ({ page, server }) => {
  await signIn(page, server, /./);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
  await expect(page.getByText("You are signed out")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Your account" })).toHaveCount(0);
});

test("signing out everywhere ends the session on the other tablet too", async ({ page, browser, server, watch }) => {
  const context = await browser.newContext();
  watch.over(context);
  const other = await context.newPage();
  await signIn(other, server, /./);
  await signIn(page, server, /./);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByText("You are signed out on every device")).toBeVisible();
  await other.goto("/account");
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(other.getByText("Your session has ended")).toBeVisible();
  await context.close();
});

test("a session that ended keeps nobody from signing in again", async ({ page, server }) => {
  await signIn(page, server, /./);
  await signOutElsewhere(page, server);
  await page.getByRole("link", { name: "Your account" }).click();
  await expect(page.getByText("What you typed is kept for you")).toBeVisible();
  await page.getByLabel("Email address").fill(server.signIns[0].email);
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/account");
});

test("a password that was given opens nothing but the choice of one's own", async ({ page, server, scripted }) => {
  await signIn(page, server, "administrator", "/staff");
  await page.getByLabel("Which agency do they work for?").selectOption({ index: 1 });
  await page.getByLabel("Practitioner").check();
  await page.getByLabel("Their name").fill("Ama Owusu");
  await page.getByLabel("Their job title").fill("Social worker");
  const email = `ama.${scripted ? "with" : "without"}@example.org`;
  await page.getByLabel("Their work email address").fill(email);
  await page.getByLabel("A first password").fill("three random words");
  await page.getByRole("button", { name: "Add the account" }).click();
  await expect(page.getByText("The account is made")).toBeVisible();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();

  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password").fill("three random words");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
  await awake(page, scripted);
  await checkPage(page, scripted);
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await page.getByLabel("The password you were given").fill("three random words");
  await page.getByLabel("Your own password").fill("too short");
  await page.getByRole("button", { name: "Save it and sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("Password must be 12 characters or more");
  await page.getByLabel("The password you were given").fill("three random words");
  await page.getByLabel("Your own password").fill("words of my very own");
  await page.getByRole("button", { name: "Save it and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Who needs me today" })).toBeVisible();
});

test("an old tab of one user acts as nobody once somebody else has signed in", async ({ page, context, server, scripted, watch }) => {
  watch.allow(409);
  await signIn(page, server, /./, "/refer");
  await awake(page, scripted);
  const next = await context.newPage();
  await next.goto("/account");
  await next.getByRole("button", { name: "Sign out", exact: true }).click();
  await signIn(next, server, "social worker");
  await page.getByLabel("First name").fill("Nobody");
  await page.getByRole("button", { name: "Send the referral" }).click();
  await expect(page.getByText("Somebody else is signed in now")).toBeVisible();
  await checkPage(page, scripted);
  // To be copied, as the page says: with script it is still in its field, without it is on the page.
  if (scripted) await expect(page.getByLabel("First name")).toHaveValue("Nobody");
  else await expect(page.getByRole("listitem").filter({ hasText: "Nobody" })).toBeVisible();
});

test("a session says before it ends, and goes on for whoever is still there", async ({ page, server, scripted }) => {
  test.skip(!scripted, "it needs script");
  await page.clock.install();
  await signIn(page, server, /./);
  await awake(page);
  const warning = page.getByText("You will be signed out in 5 minutes.");
  await page.clock.runFor("24:00");
  await expect(warning).toBeHidden();
  await page.clock.runFor("02:00");
  await expect(warning).toBeVisible();
  const still = page.waitForResponse((answer) => answer.url().endsWith("/still"));
  await page.getByRole("button", { name: "I am still here" }).click();
  expect((await still).status()).toBe(204);
  await expect(warning).toBeHidden();
  await page.clock.runFor("20:00");
  await expect(warning).toBeHidden();
});
