// Every page of those who are signed in: accessible in every theme and at every size, and never wider than a phone.
import type { Page } from "@playwright/test";
import { expect, readAs, signIn, test } from "./support/fixtures.js";
import { checkAccessible, checkHtml, checkNoSidewaysScroll } from "./support/check.js";
import { somebody, staffPages } from "./support/pages.js";

for (const who of ["nurse", "coordinator", "manager and panel chair", "governance", "administrator"]) {
  test(`every page of the ${who} is sound HTML and fits a phone with everything at 200 %`, async ({ page, server }) => {
    test.setTimeout(300_000);
    await signIn(page, server, who);
    const paths = await staffPages(page);
    expect(paths.length).toBeGreaterThan(0);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of paths) {
      await readAs(page, server, {});
      await page.goto(path);
      await checkHtml(page);
      await checkNoSidewaysScroll(page, `${path} of the ${who}`);
      await readAs(page, server, { scale: 200, font: 200, line: 200, spacing: 200 });
      await page.goto(path);
      await checkNoSidewaysScroll(page, `${path} of the ${who} with everything at 200 %`);
    }
  });

  test(`every page of the ${who} is accessible`, async ({ page, server, scripted }) => {
    test.skip(!scripted, "the same HTML; axe needs script");
    test.setTimeout(900_000);
    await signIn(page, server, who);
    const paths = await staffPages(page);
    // The manager's pages are nearly everybody's: once in every theme is enough for those.
    const themes = who.startsWith("manager") ? ["default", "cream", "dark", "contrast"] : ["default"];
    for (const theme of themes) {
      await readAs(page, server, { theme });
      await look(page, paths, `in ${theme}`);
    }
    if (themes.length > 1) {
      await readAs(page, server, { calm: "on" });
      await look(page, paths, "in calm mode");
      await readAs(page, server, {});
      await page.emulateMedia({ forcedColors: "active" });
      await look(page, paths, "in forced colours");
    }
  });
}

async function look(page: Page, paths: string[], how: string) {
  for (const path of paths) {
    await page.goto(path);
    await checkAccessible(page, `${path} ${how}`);
  }
}

test("a page about a person names the same person in its banner, heading and forms", async ({ page, server }) => {
  test.setTimeout(120_000);
  await signIn(page, server, "nurse");
  const person = await somebody(page);
  for (const path of (await staffPages(page)).filter((path) => path.startsWith(person))) {
    await page.goto(path);
    const named = await page.locator("[data-person]").evaluateAll((parts) => parts.map((part) => part.getAttribute("data-person")));
    const forms = await page
      .locator("main form[action^='/people/']:not([role=search])")
      .evaluateAll((forms) => forms.map((form) => form.getAttribute("action")?.split("/")[2] ?? ""));
    expect(named.length, path).toBeGreaterThan(0);
    expect([...new Set([...named, ...forms])], path).toEqual([person.split("/")[2]]);
  }
});
