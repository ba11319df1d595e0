// Reading aloud: what is said, in which order, which word is marked, and what ends it.
import type { Page } from "@playwright/test";
import { awake, expect, readAs, signIn, test } from "./support/fixtures.js";
import { checkAccessible, checkNoSidewaysScroll } from "./support/check.js";
import { PHONE } from "./support/look.js";
import { giveCode, openOwnPage } from "./support/own.js";
import { somebody } from "./support/pages.js";
import { LOCAL, REMOTE, arrive, comesTo, end, fail, fakeSpeech, now, said } from "./support/speech.js";

const EASY = "/about/what-is-the-list/easy-read";

async function open(page: Page, path = EASY) {
  await page.goto(path);
  await awake(page);
}

test("nothing reads aloud unless somebody switched it on", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, {});
  await open(page);
  await expect(page.getByRole("button", { name: /^(Listen|Read the page)/ })).toHaveCount(0);
});

test("a line is read by its button, and each word is marked as it is said", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  // One that is said as it is written: a number is said figure by figure, and its line is marked whole.
  const line = page.locator(".easy-read > li:not(:has([data-spoken]))").first();
  const written = (await line.locator("p").textContent())?.trim() ?? "";
  const button = line.getByRole("button");
  await expect(button).toHaveAccessibleName(/^Listen: /);
  await button.click();
  await expect(button).toHaveAccessibleName(/^Stop: /);
  await expect(line.locator("[data-read-now]")).toHaveText(written);
  // A line may be several sentences, said one after the other.
  const sentences: string[] = [];
  while ((await now(page)) !== "") {
    const text = await now(page);
    sentences.push(text);
    const words = [...text.matchAll(/\S+/g)];
    expect(words.length).toBeGreaterThan(2);
    for (const word of words) expect(await comesTo(page, word.index)).toBe(word[0].replace(/[^\p{L}\p{N}]+$/u, ""));
    await end(page);
  }
  expect(sentences.join(" ")).toBe(written);
  await expect(page.locator("[data-read-now]")).toHaveCount(0);
  await expect(button).toHaveAccessibleName(/^Listen: /);
  expect((await said(page)).map(({ text }) => text)).toEqual(sentences);
});

test("the page is read from its heading on, line by line, as it stands", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await page.getByRole("button", { name: "Read the page" }).click();
  let ends = 0;
  while ((await now(page)) !== "" && ends < 300) {
    await end(page);
    ends += 1;
  }
  const texts = (await said(page)).map(({ text }) => text);
  const expected = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("main h1, main h2:not(nav *), main .easy-read p, main p.meta")].map((part) =>
      (part.dataset.spoken ?? part.textContent ?? "").replace(/\s+/g, " ").trim(),
    ),
  );
  const all = texts.join(" ");
  let from = 0;
  for (const part of expected) {
    const at = all.indexOf(part, from);
    expect(at, `"${part}" is said after what stands above it`).toBeGreaterThanOrEqual(from);
    from = at + part.length;
  }
  expect(texts.filter((text) => /^(Listen|Apply|Back to usual)/.test(text))).toEqual([]);
  expect(Math.max(...texts.map((text) => text.length)), "some browsers break off what takes long").toBeLessThan(240);
  await expect(page.getByRole("button", { name: "Read the page" })).toBeVisible();
});

test("words that are said otherwise than written are still followed", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  const line = page.locator(".easy-read > li", { hasText: "Ring 999" }).first();
  await line.getByRole("button").click();
  const text = await now(page);
  expect(text, "the numbers are said one by one").toContain("Ring nine, nine, nine");
  expect(await comesTo(page, 0)).toBe("Ring");
  expect(await comesTo(page, text.indexOf("nine")), "not written like this").toBe("");
  expect(await comesTo(page, text.indexOf("if "))).toBe("if");
  await expect(line.locator("[data-read-now]")).toContainText("Ring 999");
});

test("pausing keeps the place, and stopping gives it up", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await page.getByRole("button", { name: "Read the page" }).click();
  await end(page);
  await end(page);
  const third = await now(page);
  await page.getByRole("button", { name: "Pause" }).click();
  expect(await now(page)).toBe("");
  await expect(page.locator("[data-read-now]")).toHaveCount(1);
  await page.getByRole("button", { name: "Go on" }).click();
  expect(await now(page)).toBe(third);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  expect(await now(page)).toBe("");
  await expect(page.getByRole("button", { name: "Read the page" })).toBeFocused();
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toBeHidden();
});

test("all of it works by keyboard, and Escape stops", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  const button = page.locator(".easy-read > li").nth(1).getByRole("button");
  await button.focus();
  await page.keyboard.press("Enter");
  expect(await now(page)).not.toBe("");
  await expect(button).toBeFocused();
  await page.keyboard.press("Space");
  expect(await now(page), "the same button stops").toBe("");
  await page.keyboard.press("Space");
  expect(await now(page)).not.toBe("");
  await page.keyboard.press("Escape");
  expect(await now(page)).toBe("");
  await page.getByRole("button", { name: "Read the page" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
});

test("it stops when the page is left, in place or by an ordinary load", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await page.getByRole("button", { name: "Read the page" }).click();
  await page.getByRole("link", { name: "Privacy and cookies" }).click();
  await expect(page.getByRole("heading", { name: "Privacy and cookies", level: 1 })).toBeVisible();
  expect(await now(page)).toBe("");
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  // The next page has its own buttons, and nothing of the page before is said.
  await page.getByRole("button", { name: "Read the page" }).click();
  expect(await now(page)).toBe("Privacy and cookies");
});

test("it stops, and says so, where the voice fails", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await page.getByRole("button", { name: "Read the page" }).click();
  await fail(page);
  await expect(page.getByRole("status").filter({ hasText: "The voice stopped" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Read the page" })).toBeVisible();
});

test("a device without a voice says so in plain words", async ({ page, server }) => {
  await fakeSpeech(page, []);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await expect(page.getByText("This device has no voice to read with.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Listen|Read the page)/ })).toHaveCount(0);
  await checkAccessible(page);
});

test("voices that come late are found", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL], true);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await expect(page.getByRole("button", { name: "Read the page" })).toHaveCount(0);
  await arrive(page);
  await expect(page.getByRole("button", { name: "Read the page" })).toBeVisible();
});

test("a voice of this device comes before any other, a British one first, and the choice stays", async ({ page, server }) => {
  await fakeSpeech(page, [REMOTE, { name: "Hans", lang: "de-DE", localService: true }, { name: "Sam", lang: "en-US", localService: true }, LOCAL]);
  await readAs(page, server, { aloud: "on", speed: "slow" });
  await open(page);
  await expect(page.getByLabel("Voice").locator("option")).toHaveText(["Martha", "Sam"]);
  await page.getByRole("button", { name: "Read the page" }).click();
  expect((await said(page))[0]).toMatchObject({ voice: "Martha", rate: 0.7 });
  const first = await now(page);
  await page.getByLabel("Voice").selectOption("Sam");
  expect((await said(page)).at(-1)).toMatchObject({ voice: "Sam", text: first });
  await page.reload();
  await awake(page);
  await expect(page.getByLabel("Voice")).toHaveValue("Sam");
});

test("a voice that sends words away is used only once somebody allows it", async ({ page, server }) => {
  await fakeSpeech(page, [REMOTE]);
  await readAs(page, server, { aloud: "on" });
  await open(page);
  await expect(page.getByText("It would get the words of the page.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Listen|Read the page)/ })).toHaveCount(0);
  await checkAccessible(page);
  await page.getByRole("button", { name: "Use that voice" }).click();
  await expect(page.getByRole("button", { name: "Read the page" })).toBeFocused();
  await page.getByRole("button", { name: "Read the page" }).click();
  expect((await said(page))[0].voice).toBe("Cloud");
});

test("a voice that sends words away never reads a page about a person", async ({ page, server }) => {
  await fakeSpeech(page, [REMOTE]);
  await readAs(page, server, { aloud: "on" });
  await signIn(page, server, "nurse");
  await open(page, await somebody(page));
  await expect(page.getByText("So this page is not read aloud.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Listen|Read the page|Use that voice)/ })).toHaveCount(0);
});

test("a question of the conversation is read with its answers", async ({ page, server }) => {
  await fakeSpeech(page, [LOCAL]);
  await readAs(page, server, { aloud: "on" });
  await signIn(page, server, "nurse");
  const person = await somebody(page);
  await open(page, `${person}/consent/on_the_list`);
  const fieldset = page.locator(".question fieldset");
  const name = await fieldset.locator("h1").innerText();
  await expect(page.getByRole("group", { name: name.trim(), exact: true }), "the button is no part of the question").toHaveCount(1);
  await page.getByRole("button", { name: `Listen: ${name.trim()}` }).click();
  expect(await now(page)).toBe(name.trim());
  await page.getByRole("button", { name: /^Listen: Yes/ }).click();
  const answers: string[] = [];
  for (let at = 0; at < 10 && (await now(page)) !== ""; at += 1) {
    answers.push(await now(page));
    await end(page);
  }
  expect(answers.map((answer) => answer.replace(/\W+$/, ""))).toEqual(
    (await page.locator(".answer span").allInnerTexts()).map((answer) => answer.trim().replace(/\W+$/, "")),
  );
  // A button beside an answer chooses nothing.
  await expect(page.locator(".answer input:checked")).toHaveCount(0);
  await checkAccessible(page);
});

// ---------- a button for every line ----------

/** The words of what has no button to listen to: inside it, or behind it. */
async function withoutButton(page: Page, lines: string): Promise<string[]> {
  const parts = page.locator(lines);
  expect(await parts.count(), `${lines} on ${page.url()}`).toBeGreaterThan(0);
  return parts.evaluateAll((parts) =>
    parts
      .filter((part) => part.textContent?.trim() && !part.querySelector(".listen") && !part.nextElementSibling?.matches(".listen"))
      .map((part) => part.textContent?.trim() ?? ""),
  );
}

/** Goes on with Tab to the next button of a line within a part of the page. */
async function tabToListen(page: Page, within: string) {
  for (let presses = 0; presses < 100; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((within) => document.activeElement?.matches(".listen") && document.activeElement.closest(within) !== null, within)) return;
  }
  throw new Error(`no button to listen within ${within} of ${page.url()} by keyboard`);
}

/** What is said from here to the end, all of it. */
async function toTheEnd(page: Page): Promise<string> {
  const heard: string[] = [];
  for (let ends = 0; ends < 50 && (await now(page)) !== ""; ends += 1) {
    heard.push(await now(page));
    await end(page);
  }
  return heard.join(" ");
}

/** What a voice says of each part, in order. */
const spoken = (page: Page, parts: string) =>
  page.locator(parts).evaluateAll((parts) =>
    parts.map((part) => {
      const words = part.cloneNode(true) as HTMLElement;
      words.querySelectorAll(".listen, .nhsuk-u-visually-hidden").forEach((silent) => silent.remove());
      return (words.dataset.spoken ?? words.textContent ?? "").replace(/\s+/g, " ").trim();
    }),
  );

for (const format of ["leaflet", "large-print"]) {
  test(`each paragraph and point of the ${format} is listened to by keyboard, one by one`, async ({ page, server }) => {
    await fakeSpeech(page, [LOCAL]);
    await readAs(page, server, { aloud: "on" });
    await open(page, `/about/what-is-the-list/${format}`);
    expect(await withoutButton(page, ".leaflet p, .leaflet li")).toEqual([]);
    await checkAccessible(page);
    const words = await spoken(page, ".leaflet p, .leaflet li");
    expect(words.length).toBeGreaterThan(5);
    for (const written of words.slice(0, 5)) {
      await tabToListen(page, ".leaflet");
      await page.keyboard.press("Enter");
      const button = page.locator(":focus");
      await expect(button).toHaveAccessibleName(/^Stop: /);
      expect(await toTheEnd(page)).toBe(written);
      await expect(button).toHaveAccessibleName(/^Listen: /);
      await expect(button).toBeFocused();
    }
  });
}

for (const format of ["easy-read", "easy-read-grid", "symbols", "symbols-grid"]) {
  test(`each line of ${format} has one button, and a finger on it has that line read and no other`, async ({ browser, server, watch }) => {
    const context = await browser.newContext({ viewport: PHONE, baseURL: server.url, hasTouch: true });
    watch.over(context);
    const page = await context.newPage();
    await fakeSpeech(page, [LOCAL]);
    await readAs(page, server, { aloud: "on" });
    await open(page, `/about/what-is-the-list/${format}`);
    const buttons = await page.locator(".easy-read > li").evaluateAll((lines) => lines.map((line) => line.querySelectorAll(".listen").length));
    expect(buttons.length).toBeGreaterThan(10);
    expect(buttons).toEqual(buttons.map(() => 1));
    await expect(page.locator("main .listen"), "as many as there are lines").toHaveCount(buttons.length);
    // Of those that are said as they are written, the first and the last.
    const plain = page.locator(".easy-read > li:not(:has([data-spoken], .whole))");
    expect(await plain.count()).toBeGreaterThan(1);
    for (const line of [plain.first(), plain.last()]) {
      const written = ((await line.locator("p").textContent()) ?? "").replace(/\s+/g, " ").trim();
      expect(written).not.toBe("");
      const before = (await said(page)).length;
      const button = line.getByRole("button");
      await button.tap();
      await expect(button).toHaveAccessibleName(/^Stop: /);
      await expect(page.locator("[data-read-now]")).toHaveText(written);
      expect(await toTheEnd(page)).toBe(written);
      expect((await said(page)).slice(before).map(({ text }) => text).join(" "), "and nothing after it").toBe(written);
      await expect(page.locator("[data-read-now]")).toHaveCount(0);
    }
    await context.close();
  });
}

test("the facts and cards of somebody's own page are listened to by keyboard, one by one", async ({ page, browser, server, watch }) => {
  test.setTimeout(120_000);
  const card = await giveCode(page, server, "Siobhan");
  const context = await browser.newContext({ viewport: PHONE, baseURL: server.url });
  watch.over(context);
  const mine = await context.newPage();
  await fakeSpeech(mine, [LOCAL]);
  await openOwnPage(mine, card);
  await mine.locator("details.tools summary").click();
  await mine.getByLabel("Read aloud").selectOption({ label: "On" });
  await mine.locator(".tools").getByRole("button", { name: "Apply" }).click();
  await expect(mine.locator("html")).toHaveAttribute("data-aloud", "on");

  for (const [path, lines] of [
    ["/me/page", ".own .nhsuk-lede-text"],
    ["/me/written/home", ".own-fact"],
    ["/me/written/communication", ".own-fact"],
    ["/me/written/issues", ".own-card > p"],
    ["/me/plan", ".own-card > p, .own-card > h2, .own-card > h3"],
    ["/me/who", ".own-card > p, .own-card > h2, .own-card > h3"],
    ["/me/asked", ".own-card > p, .own-card > h2, .own blockquote"],
    ["/me/words", ".own blockquote, .easy-read > li"],
    ["/me/talk", ".own .nhsuk-inset-text p"],
  ]) {
    await open(mine, path);
    expect(await withoutButton(mine, lines), path).toEqual([]);
    await checkAccessible(mine, `${path} with a button for every line`);
    await checkNoSidewaysScroll(mine, `${path} with a button for every line`);
  }

  await open(mine, "/me/written/home");
  const names = await spoken(mine, ".own-fact dt");
  const facts = await spoken(mine, ".own-fact dd");
  for (const [at, name] of names.entries()) {
    await tabToListen(mine, ".own-fact");
    await mine.keyboard.press("Enter");
    expect(await toTheEnd(mine)).toBe(`${name} ${facts[at]}`);
  }
  await open(mine, "/me/asked");
  const [first] = await spoken(mine, ".own-card > h2");
  await tabToListen(mine, ".own-card");
  await mine.keyboard.press("Space");
  expect(await toTheEnd(mine)).toBe(first);

  // Who reads in large print has the same buttons.
  await mine.goto("/me/page");
  await mine.getByText("Change how this page looks").click();
  await mine.getByLabel("Large print", { exact: true }).check();
  await mine.getByRole("button", { name: "Show it this way" }).click();
  await expect(mine.getByText("Your page looks like this from now on")).toBeVisible();
  await open(mine, "/me/change-mind");
  expect(await withoutButton(mine, ".own-lines > li, .own-list > li, .own .nhsuk-lede-text")).toEqual([]);
  const [line] = await spoken(mine, ".own-lines > li p");
  await tabToListen(mine, ".own-lines");
  await mine.keyboard.press("Enter");
  expect(await toTheEnd(mine)).toBe(line);
  await context.close();
});
