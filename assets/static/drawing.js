// Drawing with a finger, a pen or a mouse: lines of points on a sheet of 800 by 600. The server takes numbers and nothing else.
const SVG = "http://www.w3.org/2000/svg";
const POINTS_MAX = 20000;
let line = null;

const fieldOf = (part) => part.closest("[data-drawing]").querySelector("[data-strokes]");
const strokesOf = (part) => JSON.parse(fieldOf(part).value || "[]");

function keep(part, strokes) {
  const field = fieldOf(part);
  field.value = strokes.length ? JSON.stringify(strokes) : "";
  // What was drawn is kept as a draft like what is typed.
  field.dispatchEvent(new Event("input", { bubbles: true }));
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
    keep(line.sheet, [...strokesOf(line.sheet), line.points]);
    line = null;
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-undo], [data-clear]");
  if (!button) return;
  const sheet = button.closest("[data-drawing]")?.querySelector("svg.drawing--sheet");
  if (!sheet) return;
  const paths = [...sheet.children];
  for (const path of button.hasAttribute("data-clear") ? paths : paths.slice(-1)) path.remove();
  keep(sheet, button.hasAttribute("data-clear") ? [] : strokesOf(sheet).slice(0, -1));
});

