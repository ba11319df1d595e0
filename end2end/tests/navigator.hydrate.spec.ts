// The navigator replaces a page in place. The worst it could do is to show one person's record
// under another person's name, so that is what most of this file is about.
import type { Page, Route } from "@playwright/test";
import { somebody } from "./support/pages.js";
import { awake, expect, signIn, signOutElsewhere, test } from "./support/fixtures.js";
import { inventedPeople, mixUps, random, watchForMixUps } from "./support/people.js";

test.beforeEach(async ({ page, server }) => {
  await signIn(page, server, "nurse");
});

test("heading, record and form belong to one person, in whatever order the answers come", async ({ page, watch }) => {
  watch.allow(/ERR_FAILED/, /ERR_ABORTED/);
  const people = await inventedPeople(page, 12);
  const dice = random(20_261_122);
  const waiting: { id: string; route: Route }[] = [];
  await people.answer(async (id, route) => {
    waiting.push({ id, route });
  });
  await people.begin();
  for (let round = 0; round < 40; round += 1) {
    const id = people.ids[Math.floor(dice() * people.ids.length)];
    await page.locator(`main a[href="/people/${id}"]`).first().click();
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    // Some answers at once, some much later than others that were asked for after them.
    while (waiting.length > 0 && dice() < 0.6) {
      const [one] = waiting.splice(Math.floor(dice() * waiting.length), 1);
      await people.fulfil(one.id, one.route);
    }
  }
  const last = people.ids[3];
  await page.locator(`main a[href="/people/${last}"]`).first().click();
  await expect.poll(() => waiting.some((one) => one.id === last)).toBe(true);
  for (const one of waiting.reverse()) await people.fulfil(one.id, one.route);
  await expect(page.locator("main h1")).toHaveAttribute("data-person", last);
  await expect(page.locator("html")).not.toHaveAttribute("data-busy");
  await expect(page).toHaveURL(`/people/${last}`);
  expect(await mixUps(page)).toEqual([]);
});

test("going back and forward fast, one page always belongs to one person", async ({ page, watch }) => {
  watch.allow(/ERR_FAILED/, /ERR_ABORTED/);
  const people = await inventedPeople(page, 6);
  const dice = random(7);
  await people.answer(async (id, route) => {
    await new Promise((done) => setTimeout(done, dice() * 60));
    await people.fulfil(id, route);
  });
  await people.begin();
  for (const id of people.ids) {
    await page.locator(`main a[href="/people/${id}"]`).first().click();
    await expect(page.locator("main h1")).toHaveAttribute("data-person", id);
  }
  // Six steps were taken from the first page, the first of them to itself.
  let at = people.ids.length - 1;
  for (let step = 0; step < 30; step += 1) {
    const by = at === 0 || (at < people.ids.length - 1 && dice() < 0.5) ? 1 : -1;
    at += by;
    await page.evaluate((by) => history.go(by), by);
    if (dice() < 0.4) await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[at]);
  }
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[at]);
  await expect(page).toHaveURL(`/people/${people.ids[at]}`);
  expect(await mixUps(page)).toEqual([]);
});

test("an answer that comes after a later page was asked for is dropped", async ({ page }) => {
  const people = await inventedPeople(page, 2);
  const [slow, fast] = people.ids;
  let held: Route | undefined;
  await people.answer(async (id, route) => {
    if (id === slow) held = route;
    else await people.fulfil(id, route);
  });
  await people.begin();
  await page.locator(`main a[href="/people/${slow}"]`).first().click();
  await expect.poll(() => held !== undefined).toBe(true);
  await page.locator(`main a[href="/people/${fast}"]`).first().click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", fast);
  await held?.fulfill({ contentType: "text/html", body: people.html(slow) }).catch(() => undefined);
  // A round trip later it would have been shown.
  await page.evaluate(() => fetch("/health/live").then((answer) => answer.text()));
  await expect(page.locator("main h1")).toHaveAttribute("data-person", fast);
  await expect(page).toHaveURL(`/people/${fast}`);
});

test("while the page before is fetched again, its link and form still mean the person who is shown", async ({ page }) => {
  const people = await inventedPeople(page, 3);
  const [first, second] = people.ids;
  let hold = false;
  const sent: string[] = [];
  await people.answer(async (id, route) => {
    if (route.request().method() === "POST") {
      sent.push(`${id} ${route.request().postData()}`);
      await people.fulfil(id, route);
    } else if (!hold) {
      await people.fulfil(id, route);
    }
  });
  await people.begin();
  await page.locator(`main a[href="/people/${first}"]`).first().click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", first);
  await page.locator(`main a[href="/people/${second}"]`).first().click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", second);
  hold = true;
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL(`/people/${first}`);
  // The form has no address of its own: it goes where its page came from, not where the bar points.
  await page.locator("main form#relative button").click();
  await expect.poll(() => sent).toEqual([`${second} note=`]);
});

test("another person's page opened in place takes its title, heading, menu and focus along", async ({ page }) => {
  const people = await inventedPeople(page, 2);
  await people.answer((id, route) => people.fulfil(id, route));
  await people.begin();
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  await expect(page.locator("main h1")).toBeFocused();
  await expect(page).toHaveTitle(`Person ${people.ids[1]}`);
  await expect(page.locator("#announcer")).toHaveText(`Person ${people.ids[1]}`);
  expect(await page.evaluate(() => performance.getEntriesByType("navigation").length)).toBe(1);
  expect(await page.evaluate(() => document.querySelectorAll("main").length)).toBe(1);
});

test("going back keeps how far down the page was", async ({ page }) => {
  const people = await inventedPeople(page, 40);
  await people.answer((id, route) => people.fulfil(id, route));
  await people.begin();
  const link = page.locator(`main a[href="/people/${people.ids[35]}"]`).first();
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(300);
  await link.click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[35]);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[0]);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
});

test("a form whose connection drops keeps what was typed and is not sent again by itself", async ({ page, watch }) => {
  watch.allow(/ERR_CONNECTION_RESET/, /ERR_FAILED/);
  const people = await inventedPeople(page, 1);
  let posts = 0;
  let broken = true;
  await people.answer(async (id, route) => {
    if (route.request().method() !== "POST") return people.fulfil(id, route);
    posts += 1;
    return broken ? route.abort("connectionreset") : people.fulfil(id, route);
  });
  await people.begin();
  await page.getByLabel("What happened").fill("A long worry, typed with one finger.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("The connection dropped");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("What happened")).toHaveValue("A long worry, typed with one finger.");
  expect(posts).toBe(1);
  broken = false;
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.locator("main h1")).toBeFocused();
  expect(posts).toBe(2);
});

test("whoever goes elsewhere while a page is loading whole stays there", async ({ page, watch }) => {
  watch.allow(/ERR_CONNECTION_RESET/, /ERR_FAILED/, /ERR_ABORTED/);
  await page.goto("/people");
  await awake(page);
  const slow: Route[] = [];
  let begun = () => undefined as void;
  const begins = new Promise<void>((done) => (begun = done));
  await page.route("**/begun", async (route) => {
    await begins;
    await route.fulfill({ body: "" });
  });
  await page.route(/\/people\/[0-9a-f-]{36}$/, async (route) => {
    // In place it fails; loaded whole it takes its time.
    if (route.request().headers()["x-navigator"]) return route.abort("connectionreset");
    slow.push(route);
    begun();
  });
  // As fingers do it: Playwright's own clicks would wait for the page that is on its way.
  const clicks = page.evaluate(async () => {
    const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
    press("main tbody a");
    await fetch("/begun");
    press("header a[href='/refer']");
  });
  await clicks.catch(() => undefined);
  await page.waitForURL("/refer");
  await expect(page.getByRole("heading", { level: 1, name: "Refer somebody" })).toBeVisible();
  await page.getByLabel("First name").fill("Ada");
  // The page that was left behind comes at last; nobody waits for it any more.
  await slow[0].continue().catch(() => undefined);
  await page.getByLabel("Last name").fill("Bevan");
  await expect(page).toHaveURL("/refer");
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
});

test("pressing the button twice sends a form once, with the button that was pressed", async ({ page }) => {
  const people = await inventedPeople(page, 1);
  const sent: (string | null)[] = [];
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => (release = done));
  await people.answer(async (id, route) => {
    if (route.request().method() === "POST") {
      sent.push(route.request().postData());
      await released;
    }
    await people.fulfil(id, route);
  });
  await people.begin();
  await page.getByLabel("What happened").fill("Once & only");
  await page.getByRole("button", { name: "Save" }).dblclick();
  await expect(page.locator("html")).toHaveAttribute("data-busy", "true");
  await expect(page.locator("main")).toHaveAttribute("aria-busy", "true");
  release();
  await expect(page.locator("html")).not.toHaveAttribute("data-busy");
  expect(sent).toEqual(["note=Once+%26+only&secret=&act=save"]);
});

test("a fault of the server keeps the form on the page and says what the server said", async ({ page, watch }) => {
  watch.allow(500);
  const people = await inventedPeople(page, 1);
  await people.answer(async (id, route) => {
    if (route.request().method() !== "POST") return people.fulfil(id, route);
    const body = people.html(id).replace(/<main[^]*<\/main>/, "<main><h1>Something went wrong</h1><p>Reference ab12.</p></main>");
    return route.fulfill({ status: 500, contentType: "text/html; charset=utf-8", body });
  });
  await people.begin();
  await page.getByLabel("What happened").fill("Still here");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Reference ab12.");
  await expect(page.getByLabel("What happened")).toHaveValue("Still here");
});

test("a page of another build or of another user is loaded as a whole", async ({ page }) => {
  const people = await inventedPeople(page, 3);
  const [, newer, others] = people.ids;
  const kinds: string[] = [];
  await people.answer(async (id, route) => {
    kinds.push(`${id} ${route.request().resourceType()}`);
    let body = people.html(id);
    if (id === newer) body = body.replace(/data-build="[^"]*"/, 'data-build="newer"');
    if (id === others) body = body.replace(/data-user="[^"]*"/, 'data-user="somebody-else"');
    await route.fulfill({ contentType: "text/html; charset=utf-8", body });
  });
  await people.begin();
  await page.locator(`main a[href="/people/${newer}"]`).first().click();
  await expect(page.locator("html")).toHaveAttribute("data-build", "newer");
  await awake(page);
  kinds.length = 0;
  await page.locator(`main a[href="/people/${others}"]`).first().click();
  await expect(page.locator("html")).toHaveAttribute("data-user", "somebody-else");
  expect(kinds.at(-1)).toBe(`${others} document`);
});

test("a download and a page that is not ours are left to the browser", async ({ page }) => {
  const people = await inventedPeople(page, 2);
  await people.answer((id, route) =>
    id === people.ids[1]
      ? route.fulfill({
          contentType: "text/csv",
          headers: { "content-disposition": "attachment; filename=list.csv" },
          body: "a,b\n",
        })
      : people.fulfil(id, route),
  );
  await people.begin();
  const download = page.waitForEvent("download");
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  expect((await download).suggestedFilename()).toBe("list.csv");
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[0]);
});

test("a click with a key held, or with another button, opens a tab as ever", async ({ page, context, watch }) => {
  // The new tab asks the server itself, which knows no such person.
  watch.allow(404);
  const people = await inventedPeople(page, 2);
  await people.answer((id, route) => people.fulfil(id, route));
  await people.begin();
  const opened = context.waitForEvent("page");
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click({ modifiers: ["Control"] });
  await opened;
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[0]);
});

test("what is typed is saved as a draft, and never a password", async ({ page, watch }) => {
  watch.allow(/ERR_FAILED/);
  const people = await inventedPeople(page, 1);
  await people.answer((id, route) => people.fulfil(id, route));
  const drafts: (string | null)[] = [];
  let offline = false;
  await page.route("**/drafts", async (route) => {
    drafts.push(route.request().postData());
    await (offline ? route.abort() : route.fulfill({ status: 204 }));
  });
  await people.begin();
  await page.clock.install();
  await page.getByLabel("What happened").fill("Half a sent");
  await page.getByLabel("What happened").fill("Half a sentence");
  await page.getByLabel("Password").fill("secret");
  await page.clock.runFor(2_500);
  await expect(page.locator(".draft-status")).toHaveText(/^Saved as a draft at \d{1,2}:\d\d[ap]m$/);
  expect(drafts).toEqual([`note=Half+a+sentence&form-path=${encodeURIComponent(`/people/${people.ids[0]}/plan`)}`]);
  offline = true;
  await page.getByLabel("What happened").fill("Half a sentence more");
  await page.clock.runFor(2_500);
  await expect(page.locator(".draft-status")).toHaveText("Not saved: no connection. Keep this page open.");
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test("what could not be saved when the tablet was put aside is not saved, and is saved later", async ({ page, watch }) => {
  watch.allow(/ERR_/);
  const people = await inventedPeople(page, 2);
  let down = true;
  await people.answer((id, route) => (down ? route.abort("internetdisconnected") : people.fulfil(id, route)));
  const drafts: (string | null)[] = [];
  await page.route("**/drafts", async (route) => {
    drafts.push(route.request().postData());
    await (down ? route.abort("internetdisconnected") : route.fulfill({ status: 204 }));
  });
  await people.begin();
  await page.getByLabel("What happened").fill("Typed on the ward");
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
  });
  await expect(page.locator(".draft-status")).toHaveText("Not saved: no connection. Keep this page open.");
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  await expect(page.getByRole("alert")).toContainText("The connection dropped");
  await expect(page.getByLabel("What happened")).toHaveValue("Typed on the ward");
  down = false;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.locator(".draft-status")).toHaveText(/^Saved as a draft at/);
  expect(drafts.at(-1)).toContain("Typed+on+the+ward");
});

test("what is on its way when the tablet is put aside is broken off and sent again with the rest", async ({ page, watch }) => {
  watch.allow(/ERR_/);
  const people = await inventedPeople(page, 1);
  await people.answer((id, route) => people.fulfil(id, route));
  const drafts: (string | null)[] = [];
  await page.route("**/drafts", async (route) => {
    drafts.push(route.request().postData());
    // The first is never answered.
    if (drafts.length > 1) await route.fulfill({ status: 204 });
  });
  await people.begin();
  await page.getByLabel("What happened").fill("Half");
  await expect.poll(() => drafts.length).toBe(1);
  const hide = () => page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await hide();
  await expect.poll(() => drafts.length).toBe(2);
  await expect(page.locator(".draft-status")).toHaveText(/^Saved as a draft at/);
  await hide();
  expect(drafts).toHaveLength(2);
});

test("leaving a page saves what was typed a moment before", async ({ page }) => {
  const people = await inventedPeople(page, 2);
  await people.answer((id, route) => people.fulfil(id, route));
  const drafts: (string | null)[] = [];
  await page.route("**/drafts", async (route) => {
    drafts.push(route.request().postData());
    await route.fulfill({ status: 204 });
  });
  await people.begin();
  await page.getByLabel("What happened").fill("Quickly");
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[1]);
  await expect.poll(() => drafts.length).toBe(1);
  expect(drafts[0]).toContain(encodeURIComponent(`/people/${people.ids[0]}/plan`));
});

test("a link leaves the form alone while the connection is down and something is not saved", async ({ page, watch }) => {
  watch.allow(/ERR_/);
  const people = await inventedPeople(page, 2);
  let down = false;
  await people.answer((id, route) => (down ? route.abort("internetdisconnected") : people.fulfil(id, route)));
  await page.route("**/drafts", (route) => route.abort("internetdisconnected"));
  await people.begin();
  await page.getByLabel("What happened").fill("Not saved anywhere yet");
  down = true;
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  await expect(page.getByRole("alert")).toContainText("The connection dropped");
  await expect(page.getByLabel("What happened")).toHaveValue("Not saved anywhere yet");
});

test("without any network a link leaves one where one was, and leads on when the network is back", async ({ page, context, watch }) => {
  watch.allow(/ERR_/);
  const people = await inventedPeople(page, 2);
  let down = false;
  await people.answer((id, route) => (down ? route.abort("internetdisconnected") : people.fulfil(id, route)));
  await people.begin();
  down = true;
  await context.setOffline(true);
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  await expect(page.getByRole("alert")).toContainText("You are still on the page where you were");
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[0]);
  down = false;
  await context.setOffline(false);
  await page.locator(`main a[href="/people/${people.ids[1]}"]`).first().click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", people.ids[1]);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a session that ended elsewhere leads to the sign-in page and back", async ({ page, context, server }) => {
  await page.goto("/account");
  await awake(page);
  await signOutElsewhere(page, server);
  await page.getByRole("link", { name: "Your account" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount/);
  await expect(page.getByText("Your session has ended")).toBeVisible();
  await page.getByLabel("Email address").fill(server.find("nurse").email);
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/account");
  expect(context.pages().length).toBe(1);
});

test("real people's pages, walked through fast, never mix", async ({ page, watch }) => {
  watch.allow(/ERR_/);
  const dice = random(99);
  await page.route(/\/people\//, async (route) => {
    await new Promise((done) => setTimeout(done, dice() * 80));
    await route.continue().catch(() => undefined);
  });
  await page.addInitScript(watchForMixUps);
  await page.goto("/people");
  await awake(page);
  const people = await page.locator("main tbody a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(people.length).toBeGreaterThan(3);
  for (let round = 0; round < 12; round += 1) {
    const path = people[Math.floor(dice() * people.length)];
    await page.locator(`main a[href="${path}"]`).first().click();
    if (dice() < 0.5) await expect(page.locator("main h1")).toHaveAttribute("data-person", path.split("/")[2]);
    // Back to the list before or after the person's page has come.
    await page.locator('.nhsuk-header a[href="/people"]').click();
    await expect(page.getByRole("heading", { name: "People", exact: true })).toBeVisible();
  }
  expect(await mixUps(page)).toEqual([]);
});

test("real people's pages never mix, though connections drop and the server fails", async ({ page, watch }) => {
  test.setTimeout(180_000);
  watch.allow(/ERR_/, 500, 503);
  const seen: string[] = [];
  await page.exposeFunction("mixedUp", (what: string) => seen.push(what));
  await page.addInitScript(watchForMixUps);
  // Each its own, so that how many answers there are does not change the way that is walked.
  const [dice, fate] = [random(1_948), random(1_971)];
  const shell = await (await page.request.get("/account")).text();
  const fault = shell.replace(/<main[^]*<\/main>/, '<main id="maincontent" tabindex="-1"><h1 data-fault>Something went wrong</h1></main>');
  const failed = new Map<string, number>();
  await page.route(/\/people\//, async (route) => {
    const [late, luck] = [fate() * 80, fate()];
    await new Promise((done) => setTimeout(done, late));
    // Our own page for a fault, and what something between us and the browser may say.
    const how = luck < 0.12 ? "reset" : luck < 0.24 ? "500" : luck < 0.36 ? "503" : "answered";
    failed.set(how, (failed.get(how) ?? 0) + 1);
    const answer =
      how === "reset" ? route.abort("connectionreset")
      : how === "500" ? route.fulfill({ status: 500, contentType: "text/html; charset=utf-8", body: fault })
      : how === "503" ? route.fulfill({ status: 503, contentType: "text/html", body: "<h1 data-fault>503 Service Unavailable</h1>" })
      : route.continue();
    await answer.catch(() => undefined);
  });
  const list = () =>
    expect(async () => {
      await page.goto("/people");
      await awake(page);
      await expect(page.getByRole("heading", { name: "People", exact: true })).toBeVisible();
    }).toPass();
  /** Waits for somebody's page, or for what stands there where it did not come; says whether it came. */
  const arrives = async (path: string) => {
    let came = false;
    // Asked again where a whole load takes the page away in between.
    await expect(async () => {
      const named = await page.locator("[data-person]").evaluateAll((parts) => parts.map((part) => part.getAttribute("data-person")));
      came = named.length > 0;
      // Our page for a fault, the other one's, or the browser's own.
      if (!came) return expect((await page.locator("[data-fault]").count()) === 1 || page.url().startsWith("chrome-error:")).toBe(true);
      expect(new URL(page.url()).pathname).toBe(path.split(/[?#]/)[0]);
      expect([...new Set(named)]).toEqual([path.split("/")[2]]);
    }).toPass({ timeout: 15_000 });
    return came;
  };

  await list();
  const people = await page.locator("main tbody a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  for (let round = 0; round < 24; round += 1) {
    const path = people[Math.floor(dice() * people.length)];
    await page.locator(`main a[href="${path}"]`).first().click();
    if (dice() < 0.3) {
      // Somebody else is asked for before the first has come, and whatever came of either.
      await page.locator("main a[href^='/people/']").first().click({ timeout: 2_000 }).catch(() => undefined);
      await list();
      continue;
    }
    if (await arrives(path)) {
      await awake(page);
      const links = await page.locator(`main a[href^="${path}/"]:visible`).evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      const link = links[Math.floor(dice() * links.length)];
      await page.locator(`main a[href="${link}"]:visible`).first().click();
      if (await arrives(link)) {
        await page.evaluate(() => history.back());
        await arrives(path);
      }
    }
    await list();
  }
  expect([...failed.keys()].sort()).toEqual(["500", "503", "answered", "reset"]);
  expect(seen).toEqual([]);
});

test("what was typed is there again after a session that ended and a new sign-in", async ({ page, server }) => {
  await page.goto("/refer");
  await awake(page);
  await page.getByLabel("First name").fill("Halfway");
  await page.getByLabel("Why are you referring them?").fill("Typed before the session ended.");
  await signOutElsewhere(page, server);
  await page.getByRole("button", { name: "Send the referral" }).click();
  await expect(page.getByText("What you typed is kept for you")).toBeVisible();
  await page.getByLabel("Email address").fill(server.find("nurse").email);
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("We kept what you typed")).toBeVisible();
  await expect(page.getByLabel("First name")).toHaveValue("Halfway");
  await expect(page.getByLabel("Why are you referring them?")).toHaveValue("Typed before the session ended.");
});

test("an island follows its form on a page that came in place, and again after going back", async ({ page }) => {
  await page.goto("/people?rating=amber");
  await awake(page);
  const person = await page.locator("main tbody a").first().getAttribute("href");
  await page.locator("main tbody a").first().click();
  await expect(page.locator("main h1")).toHaveAttribute("data-person", person?.split("/")[2] ?? "");
  const addLink = async () => {
    await page.evaluate((href) => document.querySelector("main")?.insertAdjacentHTML("beforeend", `<a id="go" href="${href}">Go</a>`), `${person}/assessment`);
    await page.locator("#go").click();
  };
  for (let time = 0; time < 3; time += 1) {
    await addLink();
    await expect(page.locator(".suggestion-now__line")).toContainText("Suggestion so far");
    const [answer, rating] = time === 1 ? ["no", "Green"] : ["yes_not_managed", "Red"];
    for (const radio of await page.locator(`input[type=radio][value=${answer}]`).all()) await radio.check();
    await expect(page.locator(".suggestion-now__line")).toContainText(rating);
    await page.goBack();
    await expect(page.locator("main h1")).toHaveAttribute("data-person", person?.split("/")[2] ?? "");
    await expect(page.locator(".suggestion-now")).toHaveCount(0);
  }
});

test("going back from a person leads to the search that found them, not to the whole list", async ({ page }) => {
  await page.goto("/people");
  await awake(page);
  const all = await page.locator("main tbody a").count();
  await page.getByLabel("Find a person").fill("Tomasz");
  await page.getByRole("button", { name: "Search" }).click();
  const found = page.locator("main tbody a").filter({ hasText: "Tomasz" });
  await expect(found.first()).toBeVisible();
  await expect.poll(() => page.locator("main tbody a").count()).toBeLessThan(all);
  const results = await page.locator("main tbody a").allInnerTexts();
  await found.first().click();
  await expect(page.locator(".person-banner")).toContainText("Tomasz");
  await page.goBack();
  await expect(page.getByLabel("Find a person")).toHaveValue("Tomasz");
  await expect(page.locator("main tbody a")).toHaveText(results);
  await page.goForward();
  await expect(page.locator(".person-banner")).toContainText("Tomasz");
  await page.goBack();
  await expect(page.locator("main tbody a")).toHaveText(results);
  // Neither the address nor the history holds the name, and a full load forgets it.
  expect(page.url()).not.toContain("Tomasz");
  expect(JSON.stringify(await page.evaluate(() => history.state))).not.toContain("Tomasz");
  await page.reload();
  await awake(page);
  await expect(page.getByLabel("Find a person")).toHaveValue("");
  await expect(page.locator("main tbody a")).toHaveCount(all);
});

test("what an island set up ends with its page", async ({ page }) => {
  const person = await somebody(page);
  await page.goto(`${person}/assessment`);
  await awake(page);
  const alive = () =>
    page.evaluate(async () => {
      const version = new URL((document.querySelector("script[type=module]") as HTMLScriptElement).src).search;
      const islands = await import(`/pkg/islands.js${version}`);
      try {
        return islands.pages() as number;
      } catch {
        // Not awake yet, so it holds no page.
        return 0;
      }
    });
  await expect.poll(alive).toBe(1);
  for (let round = 0; round < 5; round += 1) {
    await page.locator(".nhsuk-header").getByRole("link", { name: "People" }).click();
    await expect(page.getByLabel("Find a person")).toBeVisible();
    expect(await alive()).toBe(0);
    await page.goBack();
    await expect(page.locator("leptos-island").first()).toBeVisible();
    await expect.poll(alive).toBe(1);
  }
});
