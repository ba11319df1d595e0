// A page that is left open ends on the server: it says so before, and what is about a person leaves the screen then, for
// what the server shows now (`data-leave`, or the same page again). Loaded where a page says after how many seconds
// (`data-warn-after`, `data-ends-after`).
let shown = document.querySelector("main");
let since = Date.now();
// Whether something was typed into a form that keeps no draft: it stays to be copied.
let unkept = false;
const part = () => document.querySelector("[data-warn-after]");
const starts = () => {
  since = Date.now();
  if (part()) part().hidden = true;
};
// Whoever writes is there: the server has heard it.
document.addEventListener("draft-kept", starts);
document.addEventListener("input", (event) => {
  if (event.target.closest?.("main form:not([data-draft])")) unkept = true;
});

function leave(closing) {
  location.assign(closing.dataset.leave || location.pathname + location.search);
}

setInterval(() => {
  const main = document.querySelector("main");
  if (main !== shown) {
    [shown, unkept] = [main, false];
    starts();
  }
  const closing = part();
  if (!closing) return;
  const waited = (Date.now() - since) / 1000;
  if (waited > Number(closing.dataset.endsAfter) && (closing.dataset.leave || !unkept)) leave(closing);
  else if (waited > Number(closing.dataset.warnAfter)) closing.hidden = false;
}, 5000);

// A tablet that is in somebody's hands: what staff left open in its other tabs leaves the screen at once. Each asks for
// its page again, and the server shows it to nobody now. Handing over is always a full load, so it is said as one begins.
if ("BroadcastChannel" in window) {
  const tabs = new BroadcastChannel("tablet");
  const lent = document.querySelector("[data-lent]") !== null;
  tabs.addEventListener("message", () => lent || location.replace(location.pathname));
  if (lent) tabs.postMessage("lent");
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-still-here]")) return;
  const closing = part();
  const answer = await fetch(closing.dataset.still).catch(() => null);
  if (answer?.status === 204) {
    starts();
  } else if (answer && (closing.dataset.leave || !unkept)) {
    leave(closing);
  }
});
