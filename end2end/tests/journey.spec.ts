// The main journey, as the people of the agencies take it: refer, ask, rate, support, review, change one's mind.
import { converse, fillDate, press, refer, switchTo } from "./support/acts.js";
import { awake, expect, signIn, test } from "./support/fixtures.js";
import { checkNoSidewaysScroll, checkPage } from "./support/check.js";

test("somebody is referred, asked, rated, supported and reviewed, and changes their mind", async ({ page, server, scripted }) => {
  test.setTimeout(180_000);
  const check = async () => {
    await awake(page, scripted);
    await checkPage(page, scripted);
    await checkNoSidewaysScroll(page);
  };
  await signIn(page, server, "nurse", "/today");
  await check();

  await test.step("a nurse refers somebody who is not known yet", async () => {
    await page.goto("/refer");
    await check();
    await press(page, "Send the referral");
    await expect(page.getByRole("alert")).toContainText("There is a problem");
    await refer(page, "Rowan", "Testerly", "Home is about to break down.");
    await expect(page.getByText("Referral sent.")).toBeVisible();
    await check();
  });

  await test.step("referring the same person again asks whether it is the same", async () => {
    await refer(page, "Rowen", "Testerly", "A second worry.");
    await expect(page.getByRole("heading", { name: "Is it one of these people?" })).toBeVisible();
    await expect(page.getByText("You are referring Rowen Testerly.")).toBeVisible();
    await page.getByLabel(/Rowan Testerly/).check();
    await press(page, "Continue");
    await expect(page.getByText("Referral sent.")).toBeVisible();
  });

  let person = "";
  await test.step("nobody else can tell that the person exists, before they have been asked", async () => {
    await page.getByRole("link", { name: "Rowan Testerly" }).first().click();
    await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
    person = new URL(page.url()).pathname;
    await check();
  });

  await test.step("the person says yes to everybody but the police", async () => {
    await converse(page, (question) => (/police/i.test(question) ? "No" : "Yes"));
    await check();
    await page.locator("main form").getByRole("button").click();
    await expect(page.getByText("The decision is recorded. The person is on the register")).toBeVisible();
    await check();
  });

  await test.step("the nurse fills in the tool and sets the rating", async () => {
    await page.goto(`${person}/assessment`);
    await check();
    await page.locator("input[type=radio][value=yes_managed]").first().check();
    await page.locator("input[type=radio][value=no]").last().check();
    await press(page, "Save and go on to the rating");
    await expect(page.getByText(/The tool suggests/)).toBeVisible();
    await check();
    await page.getByRole("radio", { name: "Amber" }).check();
    await page.getByLabel("Reason").fill("Two moves in one month.");
    await press(page, "Set the rating");
    await expect(page.getByText("The rating is set")).toBeVisible();
    await expect(page.locator("main .rating--amber").first()).toHaveText("Amber");
    await check();
  });

  await test.step("an action is agreed, and the council's social worker finds it", async () => {
    await page.goto(`${person}/plan/actions/new`);
    await check();
    await page.getByLabel("What will be done?").fill("Find a quieter flat.");
    await page.getByLabel("Which service is recommended?").fill("Supported living");
    await page.getByRole("radio").first().check();
    const owner = page.getByLabel("Which agency will do it?");
    await owner.selectOption((await owner.locator("option", { hasText: /social care/i }).first().getAttribute("value")) ?? "");
    await page.getByLabel("Who there?").fill("Duty team");
    const due = new Date(Date.now() + 6 * 86_400_000);
    await fillDate(page, "By when?", String(due.getDate()), String(due.getMonth() + 1), String(due.getFullYear()));
    await press(page, "Agree the action");
    await expect(page.getByText("The action is agreed")).toBeVisible();
    await check();
    await switchTo(page, server, "social worker");
    await page.goto(person);
    await expect(page.getByText("Find a quieter flat.")).toBeVisible();
    await check();
  });

  await test.step("the police, who were told no, cannot tell that the person exists", async () => {
    await switchTo(page, server, "police officer");
    const answer = await page.request.get(person);
    expect(answer.status()).toBe(404);
    await page.goto("/people");
    await page.getByLabel("Find a person").fill("Testerly");
    await press(page, "Search");
    await expect(page.getByText("Nobody open to your agency fits.")).toBeVisible();
    await expect(page.getByRole("link", { name: /Testerly/ })).toHaveCount(0);
  });

  await test.step("the nurse reviews how things are", async () => {
    await switchTo(page, server, "nurse");
    await page.goto(`${person}/review`);
    await check();
    const today = new Date();
    await fillDate(page, "When was the review?", String(today.getDate()), String(today.getMonth() + 1), String(today.getFullYear()));
    await page.getByLabel("Who was there?").fill("Rowan, a nurse.");
    await page.locator("[name=person_said]").fill("I like the quiet.");
    await page.getByLabel("How are things?").fill("Calmer.");
    await page.getByRole("radio", { name: "Green" }).check();
    await page.getByLabel("Reason").fill("The move is agreed.");
    await press(page, "Record the review");
    await expect(page.getByText("The review is recorded")).toBeVisible();
    await expect(page.locator("main .rating--green").first()).toHaveText("Green");
    await check();
  });

  await test.step("the manager sees the register in numbers", async () => {
    await switchTo(page, server, "manager and panel chair");
    await page.goto("/dashboard");
    await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
    await check();
  });

  await test.step("the person changes their mind, and sharing stops at once", async () => {
    await switchTo(page, server, "nurse");
    await page.goto(person);
    await page.getByRole("link", { name: /changed their mind/ }).click();
    await check();
    await page.getByLabel("The person", { exact: true }).check();
    await press(page, "Stop sharing now");
    await expect(page.getByRole("heading", { name: "Sharing has stopped" })).toBeVisible();
    await switchTo(page, server, "social worker");
    expect((await page.request.get(person)).status()).toBe(404);
    await page.goto("/people");
    await page.getByLabel("Find a person").fill("Testerly");
    await press(page, "Search");
    await expect(page.getByText("Nobody open to your agency fits.")).toBeVisible();
  });
});

test("somebody who says no is not on the register, and their agency hears of it", async ({ page, server }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse", "/today");
  await refer(page, "Robin", "Nothanks", "A worry.");
  await expect(page.getByText("Referral sent.")).toBeVisible();
  await page.getByRole("link", { name: "Robin Nothanks" }).first().click();
  await converse(page, (question) => (/on the/i.test(question) ? "No" : "Yes"));
  await expect(page.getByText("Nothing will be shared and nobody is added.")).toBeVisible();
  await page.locator("main form").getByRole("button").click();
  await expect(page.getByText("Nothing is shared, and present support does not change")).toBeVisible();
});
