// Not a test: `npm run contact-sheet` takes every document in every format and both wordings, on a phone
// and a tablet, at 100 % and 200 %, and every picture in both styles, and puts them on sheets to look at.
// ONLY=your-meeting or ONLY=pictures takes a part.
import { mkdirSync } from "node:fs";
import { awake, readAs, test, type Page, type Reading } from "./support/fixtures.js";

const FOLDER = process.env.SHEETS || "/tmp/sheets";
const ONLY = process.env.ONLY;
const SIZES = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
];
const READINGS: { name: string; reading: Reading }[] = [
  { name: "100", reading: {} },
  { name: "200", reading: { font: 200 } },
];
const WORDINGS = ["adult", "young_person"];

/** Every document with its formats, as its own page lists them. */
async function documents(page: Page): Promise<Map<string, string[]>> {
  await page.goto("/about?format=leaflet");
  const paths = await page
    .locator(".guide__documents a, main a[href='/about/for-professionals']")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const key = path.split("/")[2] ?? "";
    await page.goto(`/about/${key}`);
    const formats = await page
      .locator("nav[aria-label='How to read it'] a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.split("/")[3] ?? ""));
    found.set(key, formats);
  }
  return found;
}

/** The page screen by screen, as somebody scrolls through it: the longest are taller than one picture can be. */
async function screens(page: Page, height: number): Promise<Buffer[]> {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const taken: Buffer[] = [];
  for (let top = 0; top < whole; top += height) {
    await page.evaluate((to) => window.scrollTo({ top: to, behavior: "instant" }), top);
    taken.push(await page.screenshot());
  }
  return taken;
}

/** Lays the screens of a page beside each other. */
async function sheet(page: Page, path: string, taken: Buffer[], size: { width: number; height: number }): Promise<void> {
  const cells = taken.map((png) => `<img src="data:image/png;base64,${png.toString("base64")}">`);
  await page.goto("about:blank");
  await page.setViewportSize({ width: (size.width + 12) * Math.min(taken.length, size.width < 500 ? 6 : 4) + 12, height: 900 });
  await page.setContent(`<style>body{margin:6px;background:#777;display:flex;flex-wrap:wrap;gap:12px}img{display:block}</style>${cells.join("")}`);
  await page.screenshot({ path, fullPage: true });
}

for (const size of SIZES) {
  for (const { name, reading } of READINGS) {
    test(`documents at ${size.width}, ${name} %`, async ({ page, server, watch }) => {
      test.skip(ONLY === "pictures");
      test.setTimeout(1_800_000);
      watch.allow(/./);
      mkdirSync(FOLDER, { recursive: true });
      const all = await documents(page);
      for (const [key, formats] of all) {
        if (ONLY && ONLY !== key) continue;
        for (const wording of key === "for-professionals" ? ["adult"] : WORDINGS) {
          await readAs(page, server, reading);
          for (const format of formats) {
            await page.setViewportSize(size);
            await page.goto(`/about/${key}/${format}?wording=${wording}`);
            await awake(page);
            await sheet(page, `${FOLDER}/${key}.${wording}.${format}.${size.width}.${name}.png`, await screens(page, size.height), size);
          }
        }
      }
      await page.setViewportSize(size);
      await readAs(page, server, reading);
      await page.goto("/about");
      await page.screenshot({ path: `${FOLDER}/about.${size.width}.${name}.png`, fullPage: true });
    });
  }
}

test("pictures", async ({ page, server, watch }) => {
  test.skip(Boolean(ONLY) && ONLY !== "pictures");
  watch.allow(/./);
  mkdirSync(FOLDER, { recursive: true });
  const pictures: Record<string, { alt: string }> = await (await page.request.get("/pictures/manifest.json")).json();
  const shots: string[] = [];
  for (const [key, { alt }] of Object.entries(pictures)) {
    const sides: string[] = [];
    for (const set of ["colour", "symbol"]) {
      const answer = await page.request.get(`${server.url}/pictures/${set}/${key}.svg`);
      const type = answer.headers()["content-type"] ?? "image/svg+xml";
      sides.push(`<img alt="" src="data:${type};base64,${(await answer.body()).toString("base64")}">`);
    }
    shots.push(`<figure>${sides.join("")}<figcaption><b>${key}</b><br>${alt}</figcaption></figure>`);
  }
  await page.goto("about:blank");
  await page.setViewportSize({ width: 1500, height: 900 });
  await page.setContent(
    `<style>body{margin:8px;font:13px sans-serif;display:flex;flex-wrap:wrap;gap:6px}figure{margin:0;padding:4px;width:232px;border:1px solid #888;text-align:center}img{width:108px;height:108px}</style>${shots.join("")}`,
  );
  await page.screenshot({ path: `${FOLDER}/pictures.png`, fullPage: true });
});
