// The main pages where the browser or the printer decides on colours: every word can still be seen, and so can where
// one is with the keyboard.
import type { Page } from "@playwright/test";
import { expect, readAs, signIn, test } from "./support/fixtures.js";
import { checkFocusSeen, checkWordsSeen } from "./support/colours.js";
import { giveCode, openOwnPage, recordOf } from "./support/own.js";
import type { Server } from "./support/server.js";

const PUBLIC = ["/", "/about/easy-read", "/sign-in", "/ask/who"];
const OWN = ["/me/page", "/me/who", "/me/change-mind"];

/** Everything to look at, behind each door in turn. */
async function everywhere(page: Page, server: Server, look: (path: string) => Promise<void>) {
  for (const path of PUBLIC) await look(path);
  const card = await giveCode(page, server, "Esme");
  for (const path of ["/today", "/refer", card.record, `${card.record}/plan`, `${card.record}/consent/on_the_list`, `${card.record}/assessment`]) await look(path);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("You are signed out")).toBeVisible();
  await signIn(page, server, "manager and panel chair");
  const differing = await recordOf(page, "Poppy");
  for (const path of ["/dashboard", "/people", "/lists", differing, `${differing}/withdraw`]) await look(path);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("You are signed out")).toBeVisible();
  await openOwnPage(page, card);
  for (const path of OWN) await look(path);
}

test.beforeEach(({ scripted }) => test.skip(!scripted, "the same style sheet"));

test("in forced colours every word is seen, and so is where the keyboard is", async ({ page, server }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ forcedColors: "active" });
  await everywhere(page, server, async (path) => {
    await page.goto(path);
    await checkWordsSeen(page, `${path} in forced colours`);
    await checkFocusSeen(page, `${path} in forced colours`);
  });
});

test("in forced colours on a dark ground every word is seen, and so is where the keyboard is", async ({ page, server }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await everywhere(page, server, async (path) => {
    await page.goto(path);
    await checkWordsSeen(page, `${path} in forced colours on a dark ground`);
    await checkFocusSeen(page, `${path} in forced colours on a dark ground`);
  });
});

for (const theme of ["default", "dark", "contrast"]) {
  test(`on paper every word is seen by whoever reads in ${theme}`, async ({ page, server }) => {
    test.setTimeout(120_000);
    await readAs(page, server, { theme });
    await everywhere(page, server, async (path) => {
      await page.goto(path);
      await page.emulateMedia({ media: "print" });
      await checkWordsSeen(page, `${path} on paper`);
      await page.emulateMedia({ media: "screen" });
    });
  });
}
