// The main journey, as the people of the agencies take it: refer, ask, rate, support, review, change one's mind.
import { converse, fillDate, press, refer, switchTo } from "./support/acts.js";
import { awake, expect, signIn, test } from "./support/fixtures.js";
import { checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { difference, numbers } from "./support/numbers.js";

/** What a team keeps today: one whom the register knows by now, and one whom it does not. */
const LIST = ["First name,Surname,Date of birth,Postcode,Next steps", "Rowan,Testerly,15/03/1990,,Ring the landlord", "Juniper,Listly,04/02/1968,ZZ99 3VZ,Visit at home"].join("\r\n");

test("somebody is referred, brought in on a list, asked, rated, supported and reviewed, and changes their mind", async ({ page, server, scripted }) => {
  test.setTimeout(180_000);
  const check = async () => {
    await awake(page, scripted);
    await checkPage(page, scripted);
    await checkNoSidewaysScroll(page);
  };
  await signIn(page, server, "manager and panel chair", "/today");
  const before = await numbers(page);
  await switchTo(page, server, "nurse");
  await page.goto("/today");
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

  await test.step("her manager brings in the team's list: whoever may be there already is shown, and nobody is put on the register", async () => {
    await switchTo(page, server, "manager and panel chair");
    await page.goto("/lists");
    await check();
    await press(page, "Bring the list in");
    await expect(page.getByRole("alert")).toContainText("Choose the file that holds the list");
    await page.getByLabel("The list", { exact: true }).setInputFiles({ name: "team.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
    await press(page, "Bring the list in");
    await expect(page.getByText("The list is in")).toBeVisible();
    await expect(page.getByText("3 rows: 1 added, 0 already here, 1 set aside to look at, 1 not a person")).toBeVisible();
    await check();
    const alike = page.getByRole("row").filter({ hasText: "Somebody much like this is here already" });
    await alike.getByRole("link", { name: "Open the person of Row 2" }).click();
    await expect(page.locator(".person-banner__name")).toHaveText("Rowan Testerly");
    await page.goBack();
    await page.getByRole("link", { name: "Added (1)" }).click();
    await check();
    await page.getByRole("link", { name: "Open the person of Row 3" }).click();
    await expect(page.locator(".person-banner__name")).toHaveText("Juniper Listly");
    await expect(page.getByRole("heading", { name: "Referral: not asked yet" })).toBeVisible();
    await check();
    const listed = difference(before, await numbers(page));
    expect(listed).toEqual({ stats: { "people waiting to be asked": 2 }, tables: {} });
    await switchTo(page, server, "nurse");
    await page.goto("/referrals");
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
    await expect(page.getByText("The decision is recorded. The person is on the support list")).toBeVisible();
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
    const now = await numbers(page);
    await check();
    const involved = Object.keys(now.tables["People by agency involved"]);
    expect(involved).toHaveLength(7);
    expect(difference(before, now)).toEqual({
      stats: { "people on the register": 1, "people waiting to be asked": 1 },
      tables: {
        "People by rating": { Green: [1] },
        // One more for everybody but the police, who were told no.
        "People by agency involved": Object.fromEntries(involved.filter((agency) => !/Police/.test(agency)).map((agency) => [agency, [1]])),
        "Open actions by agency": { "Moorland Council Social Care": [1, 0] },
      },
    });
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
    await switchTo(page, server, "manager and panel chair");
    // Nothing of them is counted any more; the other one of the list still waits.
    expect(difference(before, await numbers(page))).toEqual({ stats: { "people waiting to be asked": 1 }, tables: {} });
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
