// What every test starts from. A test fails by itself on an error in the console, on an exception,
// on a breach of the Content-Security-Policy, and on any request to another origin.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { Server, type Begin } from "./server.js";

export { expect, type Page };

export type Watch = {
  /** Lets pass what this test provokes: a status the server answers with, or words of the console. */
  allow(...expected: (number | RegExp)[]): void;
  /** Watches a context of the test's own making, too. */
  over(context: BrowserContext): void;
};

type Each = { watch: Watch; scripted: boolean };
type Every = { server: Server };

export const test = base.extend<Each, Every>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  scripted: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  watch: [
    async ({ context, server }, use) => {
      const problems: string[] = [];
      // A form that is refused answers 422; the browser prints every such status as an error.
      const allowed: RegExp[] = [/status of 422/];
      const note = (text: string) => {
        if (!allowed.some((expected) => expected.test(text))) problems.push(text);
      };
      const watch: Watch = {
        allow(...expected) {
          for (const one of expected) allowed.push(typeof one === "number" ? new RegExp(`status of ${one}`) : one);
        },
        over(watched) {
          watched.on("console", (message) => {
            if (message.type() === "error" || /Content.Security.Policy/i.test(message.text())) {
              note(`console: ${message.text()} (${message.location().url})`);
            }
          });
          watched.on("weberror", (error) => note(`exception: ${error.error().stack}`));
          watched.on("dialog", (dialog) => {
            note(`dialog: ${dialog.message()}`);
            void dialog.dismiss();
          });
          watched.on("request", (request) => {
            const url = request.url();
            if (!url.startsWith(`${server.url}/`) && !/^(data|blob|about):/.test(url)) note(`another origin: ${url}`);
          });
        },
      };
      watch.over(context);
      await use(watch);
      expect(problems, "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
});

/** The same with a register of their own, for tests that change it for good or start it in another way. */
export function apart(begin: Begin = {}) {
  return test.extend<object, object>({
    server: [
      async ({}, use) => {
        const server = await Server.start(begin);
        await use(server);
        await server.stop();
      },
      { scope: "worker" },
    ],
  });
}

/** Waits until a page is as alive as it gets in this project. */
export async function awake(page: Page, scripted = true): Promise<void> {
  if (scripted) await page.locator("html[data-awake]").waitFor();
}

/** Signs in as somebody of the demo county, on the sign-in page as people do. */
export async function signIn(page: Page, server: Server, who: string | RegExp, next = "/account"): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("Email address").fill(server.find(who).email);
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeVisible();
}

export type Reading = Partial<{ scale: number; font: number; line: number; spacing: number; theme: string; calm: string; aloud: string; speed: string; ruler: string }>;

/** Sets the accessibility tools, by the cookie they keep. */
export async function readAs(page: Page, server: Server, reading: Reading): Promise<void> {
  const { scale = 100, font = 100, line = 100, spacing = 100, theme = "default", calm = "off", aloud = "off", speed = "normal", ruler = "off" } = reading;
  const value = [scale, font, line, spacing, theme, calm, aloud, speed, ruler].join(".");
  await page.context().addCookies([{ name: "reading", value, url: server.url }]);
}

/** Ends every session of whoever is signed in, as another of their devices would. */
export async function signOutElsewhere(page: Page, server: Server): Promise<void> {
  const cookies = await page.context().cookies(server.url);
  const answer = await fetch(`${server.url}/sign-out-everywhere`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "), "sec-fetch-site": "same-origin" },
  });
  expect(answer.status).toBe(303);
  // A tablet in a person's hands would be led back to them, and signed out of nothing.
  expect(answer.headers.get("location")).toMatch(/^\/sign-in/);
}
