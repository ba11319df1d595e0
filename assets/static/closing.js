// A page that is left open ends on the server: it says so before. What is in somebody's own hands (`data-leave`) leaves the
// screen then, unless it holds words that are kept nowhere yet. Loaded where a page says after how many seconds
// (`data-warn-after`, `data-ends-after`).
let shown = document.querySelector("main");
let since = Date.now();
let leaving = false;
const part = () => document.querySelector("[data-warn-after]");
const user = () => document.documentElement.dataset.user;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("tablet") : null;

function starts() {
  since = Date.now();
  if (part()) part().hidden = true;
}

// The server has heard this tab, and counts anew for the others too: else each would keep the others' session alive.
function heard() {
  starts();
  tabs?.postMessage({ heard: user() });
}

// Words that no draft holds: not saved yet, or shown to be copied.
const unkept = () => document.querySelector("form[data-unsaved], main ul[data-person]") !== null;

function leave(closing) {
  if (leaving || !closing.dataset.leave || unkept() || !navigator.onLine) return;
  leaving = true;
  location.assign(closing.dataset.leave);
}

setInterval(() => {
  const main = document.querySelector("main");
  if (main !== shown) {
    shown = main;
    heard();
  }
  const closing = part();
  if (!closing) return;
  const waited = (Date.now() - since) / 1000;
  if (waited > Number(closing.dataset.warnAfter)) closing.hidden = false;
  if (waited > Number(closing.dataset.endsAfter)) leave(closing);
}, 5000);

// Whoever writes is there.
document.addEventListener("draft-kept", heard);
heard();

// A tablet that is in somebody's hands: what staff left open in its other tabs leaves the screen at once. Each asks for
// its page again, and the server shows it to nobody now. Handing over is always a full load, so it is said as one begins.
if (tabs) {
  const lent = document.querySelector("[data-lent]") !== null;
  tabs.addEventListener("message", ({ data }) => {
    if (data.heard !== undefined && data.heard === user()) starts();
    if (data.lent && !lent) location.replace(location.pathname);
  });
  if (lent) tabs.postMessage({ lent });
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-still-here]")) return;
  const answer = await fetch(part().dataset.still).catch(() => null);
  if (answer?.status === 204) heard();
  else if (answer?.ok) leave(part());
});
