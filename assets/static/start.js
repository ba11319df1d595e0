// Starts the browser's part of the register. Every page works without it: whatever fails here, the
// page stays the plain page it is.
const version = new URL(import.meta.url).search;

async function load(name) {
  const module = await import(`./${name}.js${version}`);
  await module.default({ module_or_path: new URL(`./${name}_bg.wasm${version}`, import.meta.url) });
  return module;
}

// Fetched when the first page with an island comes, and then once.
let loading;
function islands() {
  loading ??= load("islands").then((module) => {
    module.prepare();
    return module;
  });
  return loading;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});

const page = location.pathname;
const parts = Promise.allSettled([
  // Sheets to draw on, wherever a page has one.
  import(`./drawing.js${version}`),
  // A word before a session ends: staff's, the tablet's in somebody's hands, one's own page's. A tablet that was
  // handed over tells the other tabs.
  document.querySelector("[data-warn-after], [data-lent]") && import(`./closing.js${version}`),
  // One's own page: the code of a QR code.
  (page === "/me" || page.startsWith("/me/")) && import(`./own.js${version}`),
]);

try {
  const frontend = await load("frontend");
  // A page says that it is awake when all of it is; a part that does not come leaves the others as they are.
  await parts;
  frontend.start(islands);
} catch (error) {
  console.info("This page works without its script, which did not start.", error);
}
