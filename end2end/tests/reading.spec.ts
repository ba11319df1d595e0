// How somebody likes to read: without script, kept where it belongs, on the screen and on paper.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { awake, expect, readAs, signIn, test } from "./support/fixtures.js";
import { checkAccessible, checkHtml, checkNoSidewaysScroll, checkPage } from "./support/check.js";
import { somebody } from "./support/pages.js";

const html = (page: Page) => page.locator("html");

test("every tool is explained on a page of its own, and set there", async ({ page, scripted }) => {
  await page.goto("/about");
  await page.locator("summary", { hasText: "Accessibility tools" }).click();
  await page.getByRole("link", { name: "What each tool does" }).click();
  await expect(page.getByRole("heading", { name: "How you like to read" })).toBeVisible();
  await awake(page, scripted);
  await checkPage(page, scripted);
  const needs = page.getByText("Reading aloud and the reading ruler need JavaScript");
  if (scripted) await expect(needs).toBeHidden();
  else await expect(needs).toBeVisible();
  await page.getByRole("group", { name: "Calm mode" }).getByRole("radio", { name: "On: words only" }).check();
  await page.getByRole("group", { name: "Colours" }).getByRole("radio", { name: "Cream" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your reading settings are kept on this device")).toBeVisible();
  await expect(html(page)).toHaveAttribute("data-theme", "cream");
  await expect(page.getByRole("group", { name: "Colours" }).getByRole("radio", { name: "Cream" })).toBeChecked();
});

test("calm mode leaves the words, without pictures or with them", async ({ page, server }) => {
  const picture = page.locator(".easy-read img").first();
  for (const [calm, pictures] of [["off", true], ["on", false], ["pictures", true]] as const) {
    await readAs(page, server, { calm });
    await page.goto("/about/easy-read");
    await expect(page.locator(".easy-read p").first()).toBeVisible();
    if (pictures) await expect(picture).toBeVisible();
    else await expect(picture).toBeHidden();
  }
});

/** What moves by itself: the bar while a page is fetched, and a heading that was told to. */
async function movement(page: Page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const [bar, heading] = [document.querySelector(".progress") as HTMLElement, document.querySelector("main h1") as HTMLElement];
    root.setAttribute("data-busy", "true");
    heading.style.setProperty("animation", "progress 3s infinite");
    heading.style.setProperty("transition", "opacity 3s");
    const own = getComputedStyle(heading);
    const found = {
      bar: getComputedStyle(bar, "::before").animationName,
      animation: own.animationName,
      transition: own.transitionDuration,
      running: document.getAnimations().length,
    };
    heading.removeAttribute("style");
    root.removeAttribute("data-busy");
    return found;
  });
}
const MOVES = { bar: "progress", animation: "progress", transition: "3s", running: 2 };
const STILL = { bar: "none", animation: "none", transition: "0s", running: 0 };

test("nothing moves in calm mode, with pictures or without", async ({ page, server, scripted }) => {
  for (const [calm, expected] of [["off", MOVES], ["on", STILL], ["pictures", STILL]] as const) {
    await readAs(page, server, { calm });
    await page.goto("/about/easy-read");
    await awake(page, scripted);
    expect(await movement(page), `calm mode: ${calm}`).toEqual(expected);
  }
});

/** The loudest colours: of the header, of the button that most people press, and of what is drawn. */
type Loudest = { header: string; button: string; drawn: string };
const SOFT: Loudest = { header: "rgb(68, 89, 107)", button: "rgb(60, 102, 80)", drawn: "rgb(70, 104, 138)" };
const LOUD: Loudest = { header: "rgb(0, 94, 184)", button: "rgb(0, 127, 59)", drawn: "rgb(0, 94, 184)" };
const IN_CALM: [theme: string, usual: Loudest, calm: Loudest][] = [
  ["default", LOUD, SOFT],
  ["standard", LOUD, SOFT],
  ["cream", { ...LOUD, header: "rgb(52, 81, 109)" }, SOFT],
  ["dark", { header: "rgb(12, 74, 134)", button: "rgb(0, 127, 59)", drawn: "rgb(125, 188, 255)" }, { header: "rgb(47, 68, 86)", button: "rgb(60, 102, 80)", drawn: "rgb(157, 187, 214)" }],
];

test("calm mode says the loudest colours softly, in whichever colours somebody reads", async ({ page, server, scripted }) => {
  const shown = () =>
    page.evaluate(() => {
      const of = (part: string) => getComputedStyle(document.querySelector(part) as Element);
      return { header: of(".nhsuk-header").backgroundColor, button: of(".tools .nhsuk-button").backgroundColor, drawn: of(".preview__one").fill };
    });
  for (const [theme, usual, soft] of IN_CALM) {
    for (const [calm, expected] of [["off", usual], ["on", soft], ["pictures", soft]] as const) {
      await readAs(page, server, { theme, calm });
      await page.goto("/about");
      await awake(page, scripted);
      expect(await shown(), `${theme}, calm mode: ${calm}`).toEqual(expected);
    }
  }
});

test("what staff choose comes with them, and the shared tablet goes back to its own", async ({ page, browser, server, watch }) => {
  await readAs(page, server, { theme: "cream" });
  await signIn(page, server, "psychologist");
  await expect(html(page)).toHaveAttribute("data-theme", "cream");
  await page.locator("summary", { hasText: "Accessibility tools" }).click();
  await page.locator(".tools").getByLabel("Colours").selectOption({ label: "Dark" });
  await page.locator(".tools").getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Your reading settings are kept with your account")).toBeVisible();
  await expect(html(page)).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("You are signed out")).toBeVisible();
  await expect(html(page)).toHaveAttribute("data-theme", "cream");

  const context = await browser.newContext({ baseURL: server.url });
  watch.over(context);
  const other = await context.newPage();
  await signIn(other, server, "psychologist");
  await expect(html(other)).toHaveAttribute("data-theme", "dark");
  await other.locator("summary", { hasText: "Accessibility tools" }).click();
  await other.locator(".tools").getByRole("button", { name: "Back to usual" }).click();
  await expect(html(other)).toHaveAttribute("data-theme", "default");
  await context.close();
});

test("a conversation opens as the person likes to read, and its tools change that", async ({ page, server, scripted }) => {
  await signIn(page, server, "nurse", "/people");
  const person = await somebody(page);
  await page.goto(`${person}/reading`);
  await awake(page, scripted);
  await checkPage(page, scripted);
  await page.getByRole("group", { name: "Colours" }).getByRole("radio", { name: "Cream" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("How this person likes to read is kept with their record")).toBeVisible();
  // In place, where there is script: the tools follow whose page it is.
  await page.getByRole("link", { name: "People", exact: true }).first().click();
  await expect(html(page)).toHaveAttribute("data-theme", "default");
  await expect(page.locator(".tools form")).toHaveAttribute("action", "/reading");
  await page.goto(`${person}/consent`);
  await expect(html(page)).toHaveAttribute("data-theme", "cream");
  await expect(page.locator(".tools form")).toHaveAttribute("action", `${person}/reading`);
  // Leaves the demo county as it was for the other tests.
  await page.goto(`${person}/reading`);
  await page.locator("main").getByRole("button", { name: "Back to usual" }).click();
});

test("where nothing was chosen the device decides; what was chosen stays", async ({ page, server, scripted }) => {
  test.skip(!scripted, "the same style sheet");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).getPropertyValue("--page").trim());
  const light = "#f0f4f5";
  await readAs(page, server, {});
  await page.goto("/about");
  expect(await ground()).toBe(light);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.emulateMedia({ colorScheme: "light", contrast: "more" });
  expect(await ground()).toBe("#fff");
  await page.emulateMedia({ colorScheme: "dark", contrast: "more" });
  expect(await ground()).toBe("#000");
  await page.emulateMedia({ colorScheme: "dark", contrast: "no-preference" });
  await readAs(page, server, { calm: "on" });
  await page.goto("/about");
  expect(await ground(), "calm keeps the dark").toBe(dark);
  for (const [theme, expected] of [["standard", light], ["cream", "#faf3e0"], ["contrast", "#fff"]]) {
    await readAs(page, server, { theme });
    await page.goto("/about");
    expect(await ground(), `${theme} on a dark device`).toBe(expected);
  }
});

test("a device that asks for less movement gets none", async ({ page, server, scripted }) => {
  test.skip(!scripted, "the same style sheet");
  await readAs(page, server, {});
  await page.goto("/about");
  await awake(page);
  expect(await movement(page)).toEqual(MOVES);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await movement(page)).toEqual(STILL);
});

test("radios and checkboxes look like radios and checkboxes", async ({ page }) => {
  await page.goto("/reading");
  const box = await page.locator(".nhsuk-radios__label").first().evaluate((label) => getComputedStyle(label, "::before").borderTopWidth);
  expect(parseFloat(box)).toBeGreaterThan(1);
});

for (const calm of ["on", "pictures"]) {
  for (const theme of ["standard", "cream", "dark", "contrast"]) {
    test(`calm mode (${calm}) in ${theme} is accessible`, async ({ page, server, scripted }) => {
      test.skip(!scripted, "the same HTML; axe needs script");
      await readAs(page, server, { calm, theme });
      for (const path of ["/", "/about/easy-read", "/reading", "/sign-in"]) {
        await page.goto(path);
        await checkAccessible(page, `${path}, calm in ${theme}`);
      }
    });
  }
}

// ---------- on paper ----------

type Sheet = { text: string[]; pages: number; size: string };

/** The page as it is printed, read again by another program. */
async function print(page: Page): Promise<Sheet> {
  const folder = mkdtempSync(join(tmpdir(), "dsr-print-"));
  try {
    const file = join(folder, "page.pdf");
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
    const pages = Number(/^Pages:\s+(\d+)/m.exec(info)?.[1]);
    const text = Array.from({ length: pages }, (_, at) =>
      execFileSync("pdftotext", ["-f", String(at + 1), "-l", String(at + 1), file, "-"], { encoding: "utf8" }).replace(/\s+/g, " "),
    );
    return { text, pages, size: /^Page size:\s+(.+)$/m.exec(info)?.[1] ?? "" };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("every printed sheet of a record says whose it is", async ({ page, server, scripted }) => {
  await signIn(page, server, "nurse", "/people");
  // Whoever another test referred meanwhile may have no number.
  const numbered = page.locator("main tbody tr").filter({ hasText: /999\s\d{3}\s\d{4}/ }).first();
  await page.goto((await numbered.getByRole("link").getAttribute("href")) ?? "");
  await awake(page, scripted);
  const name = (await page.locator(".person-banner__name").innerText()).trim();
  const number = /NHS number\s+(\d{3}\s\d{3}\s\d{4})/.exec((await page.locator(".person-banner").textContent()) ?? "")?.[1].replace(/\s/g, " ") ?? "";
  expect(number).not.toBe("");
  const sheet = await print(page);
  expect(sheet.size).toContain("A4");
  expect(sheet.pages).toBeGreaterThan(1);
  sheet.text.forEach((text, at) => {
    expect(text, `sheet ${at + 1}`).toContain(name);
    expect(text, `sheet ${at + 1}`).toContain(number);
  });
  const all = sheet.text.join(" ");
  for (const pressed of ["Sign out", "Accessibility tools", "Change the plan", "Skip to main content"]) {
    expect(all).not.toContain(pressed);
  }
  // Nothing is lost on the way: the last heading of the page is on the last sheet or before.
  for (const heading of await page.locator("main h2").allInnerTexts()) expect(all).toContain(heading.replace(/\s+/g, " ").trim());
});

test("print follows how somebody likes to read", async ({ page, server }) => {
  await readAs(page, server, {});
  await page.goto("/about/easy-read");
  const usual = await print(page);
  await readAs(page, server, { font: 200, line: 150, spacing: 150 });
  await page.goto("/about/easy-read");
  const large = await print(page);
  expect(large.pages).toBeGreaterThan(usual.pages);
  await readAs(page, server, { calm: "on", theme: "dark", aloud: "on", ruler: "on" });
  await page.goto("/about/easy-read");
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".easy-read img").first()).toBeHidden();
  await expect(page.locator(".aloud, .ruler, .tools, .listen").filter({ visible: true })).toHaveCount(0);
  const colours = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector("main p") as Element).color]);
  expect(colours[0], "no ink for a dark ground").toMatch(/rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/);
  expect(colours[1]).toBe("rgb(0, 0, 0)");
});

test("nothing scrolls sideways with everything at 200 %, reading aloud and ruler on", async ({ page, server, scripted }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await readAs(page, server, { scale: 200, font: 200, line: 200, spacing: 200, aloud: "on", ruler: "on" });
  for (const path of ["/reading", "/about/easy-read", "/sign-in"]) {
    await page.goto(path);
    await awake(page, scripted);
    await checkHtml(page);
    await checkNoSidewaysScroll(page, path);
  }
});
