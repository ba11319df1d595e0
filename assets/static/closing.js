// A page that is left open ends on the server: it says so before, and what is a person's own leaves the screen then.
// Loaded where a page says after how many seconds (`data-warn-after`, `data-ends-after`).
let shown = document.querySelector("main");
let since = Date.now();
const part = () => document.querySelector("[data-warn-after]");

setInterval(() => {
  const main = document.querySelector("main");
  if (main !== shown) {
    [shown, since] = [main, Date.now()];
    if (part()) part().hidden = true;
  }
  const closing = part();
  if (!closing) return;
  const waited = (Date.now() - since) / 1000;
  if (waited > Number(closing.dataset.endsAfter) && closing.dataset.leave) location.assign(closing.dataset.leave);
  else if (waited > Number(closing.dataset.warnAfter)) closing.hidden = false;
}, 5000);

// A tablet that is in somebody's hands: what staff left open in its other tabs leaves the screen at once. Each asks for
// its page again, and the server shows it to nobody now.
if ("BroadcastChannel" in window) {
  const tabs = new BroadcastChannel("tablet");
  const lent = () => document.querySelector("[data-lent]") !== null;
  let told = false;
  const tell = () => {
    if (lent() === told) return;
    told = lent();
    if (told) tabs.postMessage("lent");
  };
  tabs.addEventListener("message", () => lent() || location.replace(location.pathname));
  new MutationObserver(tell).observe(document.body, { childList: true, subtree: true });
  tell();
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-still-here]")) return;
  const closing = part();
  const answer = await fetch(closing.dataset.still).catch(() => null);
  if (answer?.status === 204) {
    since = Date.now();
    closing.hidden = true;
  } else if (closing.dataset.leave) {
    location.assign(closing.dataset.leave);
  }
});
