// Invented people's pages, answered by the test itself: the server's own shell around a `<main>`
// whose every part names its person. So the test decides when each answer comes, and in what order.
import type { Page, Route } from "@playwright/test";
import { awake } from "./fixtures.js";

type Answerer = (id: string, route: Route) => unknown;

export async function inventedPeople(page: Page, count: number) {
  const ids = Array.from({ length: count }, (_, number) => `person-${number + 1}`);
  const shell = await (await page.request.get("/account")).text();
  const links = ids.map((id) => `<li><a href="/people/${id}">${id}</a></li>`).join("");
  const html = (id: string) =>
    shell
      .replace(/<title>[^]*?<\/title>/, `<title>Person ${id}</title>`)
      .replace(
        /<main[^]*<\/main>/,
        `<main class="nhsuk-main-wrapper" id="maincontent" tabindex="-1">
          <h1 data-person="${id}">${id}</h1>
          <table><caption>Record</caption><tbody>${`<tr data-person="${id}"><td>${id}</td></tr>`.repeat(20)}</tbody></table>
          <form method="post" action="/people/${id}/plan" data-person="${id}" data-draft="/people/${id}/plan" novalidate>
            <label for="note">What happened</label><textarea id="note" name="note"></textarea>
            <button name="act" value="save">Save</button>
            <label for="secret">Password</label><input id="secret" name="secret" type="password">
          </form>
          <form id="relative" method="post"><input type="hidden" name="note" value=""><button>Note</button></form>
          <ul>${links}</ul>
        </main>`,
      );
  return {
    ids,
    html,
    /** Decides how each person's page is answered. */
    async answer(answerer: Answerer) {
      await page.context().route(/\/people\//, (route) => {
        const id = /\/people\/([^/?#]+)/.exec(route.request().url())?.[1] ?? "";
        return answerer(id, route);
      });
    },
    /** Sends a person's page. A page nobody waits for any more cannot be sent. */
    async fulfil(id: string, route: Route) {
      await route.fulfill({ contentType: "text/html; charset=utf-8", body: html(id) }).catch(() => undefined);
    },
    /** Opens the first person's page, and from here on looks at the page after every change. */
    async begin() {
      await page.addInitScript(watchForMixUps);
      await page.route(`**/people/${ids[0]}`, (route) => route.fulfill({ contentType: "text/html", body: html(ids[0]) }), { times: 1 });
      await page.goto(`/people/${ids[0]}`);
      await awake(page);
    },
  };
}

/** What was seen of two people at once, ever. */
export async function mixUps(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { mixUps: string[] }).mixUps);
}

/** Runs in the page: looks at it after every change. */
export function watchForMixUps() {
  const mixUps: string[] = [];
  Object.assign(window, { mixUps });
  // Where pages are loaded as a whole, this list goes with its page; a test may listen instead.
  const { mixedUp } = window as unknown as { mixedUp?: (what: string) => void };
  new MutationObserver(() => {
    const seen = new Set([...document.querySelectorAll("[data-person]")].map((part) => part.getAttribute("data-person")));
    const form = document.querySelector('main form[action^="/people/"]')?.getAttribute("action")?.split("/")[2];
    if (form && form !== "search") seen.add(form);
    const heading = document.querySelector("main h1")?.textContent;
    if (heading?.startsWith("person-")) seen.add(heading);
    if (seen.size > 1) {
      mixUps.push([...seen].join(" and "));
      mixedUp?.([...seen].join(" and "));
    }
  }).observe(document, { childList: true, subtree: true });
}

/** The same numbers in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
