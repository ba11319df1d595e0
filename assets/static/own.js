// The person's own page, where there is script: fills in the code that came with a QR code, and
// asks before the page closes by itself. Everything else works without it.

// The code stands in the fragment, which browsers do not send, so that no server logs it. It leaves
// the address at once, so that it is not kept in the history of a shared tablet either.
const field = document.querySelector("form[action='/me'] input[name=code]");
if (location.hash.length > 1) {
  if (field && !field.value) {
    field.value = location.hash.slice(1).replace(/(...)(?=.)/g, "$1 ");
    document.querySelector("input[name=born_day]")?.focus();
  }
  history.replaceState(null, "", location.pathname + location.search);
}

// A page that is left open closes on the server; it says so before, and then leaves the screen too.
const CLOSES_MS = 60 * 60 * 1000;
let shown = document.querySelector("main");
let since = Date.now();

setInterval(() => {
  const main = document.querySelector("main");
  if (main !== shown) [shown, since] = [main, Date.now()];
  const warning = main?.querySelector("[data-warn-after]");
  if (!warning) return;
  const waited = Date.now() - since;
  if (waited > CLOSES_MS) location.assign("/me/page");
  else if (waited > Number(warning.dataset.warnAfter) * 1000) warning.hidden = false;
}, 5000);

document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-still-here]")) return;
  const answer = await fetch("/me/still").catch(() => null);
  if (answer?.status !== 204) return location.assign("/me/page");
  since = Date.now();
  document.querySelector("[data-warn-after]").hidden = true;
});
