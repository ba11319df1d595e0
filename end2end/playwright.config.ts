// `cargo xtask test` builds everything and starts this. By hand: DSR_SERVER and DSR_SITE say where
// the built server and site are, else the checkout's own target folder is used.
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// Chromium without its windows does a third less for each page, and shows the same.
const CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

const shared = {
  actionTimeout: 15_000,
  viewport: { width: 768, height: 1024 },
  locale: "en-GB",
  timezoneId: "Europe/London",
  launchOptions: {
    executablePath: process.env.CHROMIUM || CHROMIUM.find((path) => existsSync(path)) || CHROMIUM[1],
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
} as const;

/** What takes pictures to look at and tests nothing. */
const LOOKING = ["**/screenshots.ts", "**/contact-sheet.ts"];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  // A test that passes only when tried again has found something.
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "results.json" }]],
  use: shared,
  projects: [
    { name: "with-script", testIgnore: LOOKING },
    {
      name: "without-script",
      testIgnore: ["**/*.hydrate.spec.ts", ...LOOKING],
      use: { ...shared, javaScriptEnabled: false },
    },
    // Not a test: `npm run screenshots` writes pictures of the main pages into /tmp/shots.
    ...(process.env.SCREENSHOTS
      ? [{ name: "screenshots", testMatch: "**/screenshots.ts" }]
      : []),
    // Not a test: `npm run contact-sheet` puts every document and picture on sheets in /tmp/sheets.
    ...(process.env.CONTACT_SHEET
      ? [{ name: "contact-sheet", testMatch: "**/contact-sheet.ts" }]
      : []),
  ],
});
