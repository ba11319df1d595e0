// Starts the browser's part of the register. Every page works without it: whatever fails here, the
// page stays the plain page it is.
const version = new URL(import.meta.url).search;
try {
  const module = await import(`./frontend.js${version}`);
  await module.default({ module_or_path: new URL(`./frontend_bg.wasm${version}`, import.meta.url) });
  module.start(module);
} catch (error) {
  console.info("This page works without its script, which did not start.", error);
}
