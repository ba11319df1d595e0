// The person's own page, where there is script: fills in the code that came with a QR code, lets one
// draw, and asks before the page closes by itself. Everything else works without it.

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

// Drawing: lines of points on a sheet of 800 by 600. The server takes numbers and nothing else.
const SVG = "http://www.w3.org/2000/svg";
const POINTS_MAX = 20000;
let line = null;

const sheetOf = (form) => form.querySelector("svg.drawing--sheet");
const strokesOf = (form) => JSON.parse(form.elements.drawing.value || "[]");

function keep(form, strokes) {
  form.elements.drawing.value = strokes.length ? JSON.stringify(strokes) : "";
}

function draw(path, points) {
  const [first, ...rest] = points;
  path.setAttribute("d", `M${first.join(" ")}` + (rest.length ? rest : [first]).map((point) => `L${point.join(" ")}`).join(""));
}

function pointOf(sheet, event) {
  const box = sheet.getBoundingClientRect();
  const at = (value, from, size, units) => Math.max(0, Math.min(units, Math.round(((value - from) / size) * units)));
  return [at(event.clientX, box.left, box.width, 800), at(event.clientY, box.top, box.height, 600)];
}

document.addEventListener("pointerdown", (event) => {
  const sheet = event.target.closest?.("svg.drawing--sheet");
  if (!sheet || !event.isPrimary) return;
  event.preventDefault();
  sheet.setPointerCapture(event.pointerId);
  const path = sheet.appendChild(document.createElementNS(SVG, "path"));
  line = { sheet, path, points: [pointOf(sheet, event)] };
  draw(path, line.points);
});

document.addEventListener("pointermove", (event) => {
  if (!line || !event.isPrimary || line.points.length >= POINTS_MAX) return;
  const point = pointOf(line.sheet, event);
  const [x, y] = line.points.at(-1);
  if (Math.abs(point[0] - x) + Math.abs(point[1] - y) < 3) return;
  line.points.push(point);
  draw(line.path, line.points);
});

for (const ending of ["pointerup", "pointercancel"]) {
  document.addEventListener(ending, () => {
    if (!line) return;
    const form = line.sheet.closest("form");
    keep(form, [...strokesOf(form), line.points]);
    line = null;
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-undo], [data-clear]");
  if (!button) return;
  const form = button.closest("form");
  const paths = [...sheetOf(form).children];
  for (const path of button.hasAttribute("data-clear") ? paths : paths.slice(-1)) path.remove();
  keep(form, button.hasAttribute("data-clear") ? [] : strokesOf(form).slice(0, -1));
});

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
