// Not a test: `npm run screenshots` writes pictures of the main pages into /tmp/shots, to look at.
import { mkdirSync } from "node:fs";
import { awake, readAs, signIn, test, type Reading } from "./support/fixtures.js";
import { staffPages } from "./support/pages.js";

const FOLDER = "/tmp/shots";
const PUBLIC = ["/", "/about", "/about/easy-read", "/sign-in", "/accessibility"];
const SIZES = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];
type Look = { name: string; reading: Reading; forced?: boolean };
const LOOKS: Look[] = [
  { name: "light", reading: {} },
  { name: "light-200", reading: { scale: 200, font: 200 } },
  { name: "dark", reading: { theme: "dark" } },
  { name: "contrast", reading: { theme: "contrast" } },
  { name: "forced", reading: {}, forced: true },
];

for (const look of LOOKS) {
  for (const size of SIZES) {
    test(`${look.name} at ${size.width}`, async ({ page, server, watch }) => {
      test.setTimeout(300_000);
      watch.allow(/./);
      mkdirSync(FOLDER, { recursive: true });
      await page.setViewportSize(size);
      if (look.forced) await page.emulateMedia({ forcedColors: "active" });
      await readAs(page, server, look.reading);
      const shoot = async (path: string) => {
        await page.goto(path);
        await awake(page);
        const name = path.replace(/[0-9a-f]{8}-[0-9a-f-]+/, "one").replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";
        await page.screenshot({ path: `${FOLDER}/${name}.${size.width}.${look.name}.png`, fullPage: true });
      };
      for (const path of PUBLIC) await shoot(path);
      await signIn(page, server, "manager and panel chair");
      for (const path of await staffPages(page)) await shoot(path);
    });
  }
}
