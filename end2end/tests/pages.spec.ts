// Every page of those who are signed in: accessible in every theme and at every size, and never wider than a phone.
import { expect, signIn, test } from "./support/fixtures.js";
import { checkAccessible, checkHtml, checkNoSidewaysScroll } from "./support/check.js";
import { checkCalmAndForced, checkLargest, checkThemes, PHONE, TABLET } from "./support/look.js";
import { somebody, staffPages } from "./support/pages.js";

for (const who of ["nurse", "coordinator", "manager and panel chair", "governance", "administrator"]) {
  test(`every page of the ${who} is sound HTML, fits a phone with everything at 200 %, and with script passes axe`, async ({ page, server, scripted }) => {
    test.setTimeout(900_000);
    await signIn(page, server, who);
    const paths = await staffPages(page);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      await page.goto(path);
      await checkHtml(page);
      // The same HTML with and without script; axe needs it.
      if (scripted) await checkAccessible(page, path);
      // The manager's pages are nearly everybody's: in every theme once is enough for those.
      if (scripted && who.startsWith("manager")) {
        await checkThemes(page, path);
        await checkCalmAndForced(page, path);
      }
      await page.setViewportSize(PHONE);
      await checkNoSidewaysScroll(page, `${path} of the ${who}`);
      await checkLargest(page, `${path} of the ${who}`);
      await page.setViewportSize(TABLET);
    }
  });
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
