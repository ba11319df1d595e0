// Prints the style sheet of nhsuk-frontend as the register uses it; `cargo xtask build` runs it.
//
//   node style/retune.mjs COMPILED.css FOLDER-OF-RUST-FILES
//
// Two things change. nhsuk-frontend works its colours and sizes out in Sass, so a theme or a text size
// chosen by a person cannot reach them: here each becomes a custom property of _tokens.scss and
// _themes.scss. And a rule for a class that no page of ours has is left out: the Rust
// files name those that are used.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import postcss from "postcss";

// Every colour by what it is for. What is missing here stays as it is in every theme.
const TEXT = {
  "#212b32": "--text", "#4c6272": "--text-quiet", "#005eb8": "--link", "#330072": "--link-visited",
  "#7c2855": "--link-hover", "#002f5c": "--link-active", "#d5281b": "--error", "#951c13": "--error",
  "#007f3b": "--success", "#00662f": "--success", "#00401e": "--success", "#003087": "--link",
};
const GROUND = {
  "#f0f4f5": "--page", "#d8dde0": "--page-edge", "#ffffff": "--surface", "#fff9c4": "--warning-surface",
  "#005eb8": "--brand", "#004b93": "--brand-deep", "#0055a6": "--brand-deep", "#007f3b": "--button",
  "#00662f": "--button-hover", "#00401e": "--button-deep", "#d5281b": "--button-warning",
  "#aa2016": "--button-warning-hover", "#6b140e": "--button-warning-deep", "#d9e7f4": "--hover",
  "#c7dcef": "--hover", "#e0e4e6": "--hover",
};
const LINE = {
  "#d8dde0": "--rule", "#f0f4f5": "--rule", "#aeb7bd": "--rule-strong", "#768692": "--rule-strong",
  "#4c6272": "--input-rule", "#005eb8": "--brand-rule", "#004b93": "--brand-deep", "#337ec6": "--brand-line",
  "#d5281b": "--error", "#007f3b": "--success-rule", "#212b32": "--text", "#ffeb3b": "--warning-rule",
  "#00401e": "--button-deep", "#6b140e": "--button-warning-deep", "#0055a6": "--brand-deep",
};
const INPUT = /nhsuk-(checkboxes|radios)__label|nhsuk-(input|select|textarea)\b/;

// What stands on its own ground in every theme: yellow where the focus is, and tints with their own text.
const OWN_GROUND = /:focus|card--warning > .*heading|nhsuk-tag(--(?!white|no-)|$)/;
// What a printer or forced colours look like must not depend on the theme.
const OWN_MEDIUM = /print|forced-colors|ms-high-contrast/;

const COLOURS = /#[0-9a-f]{3,6}\b|\bwhite\b|\bblack\b/gi;
const NAMED = { white: "#ffffff", black: "#000000", "#fff": "#ffffff", "#000": "#000000" };

function recolour(value, properties) {
  return value.replace(COLOURS, (found) => {
    const property = properties[NAMED[found.toLowerCase()] ?? found.toLowerCase()];
    return property ? `var(${property})` : found;
  });
}

/** The value with each colour and size as the property a person may change. */
function retuned(property, value, selector) {
  switch (property) {
    case "font-size":
      return value
        .replace(/^([\d.]+)rem$/, (size, rem) => `min(calc(${size} * var(--font)), var(--${rem < 1.3 ? "text" : "heading"}-most))`)
        // Paper does not know the root's size, which scales everything on the screen.
        .replace(/^([\d.]+pt)$/, "calc($1 * var(--font) * var(--scale))");
    case "line-height":
      return value.replace(/^([\d.]+)$/, "calc($1 * var(--line))");
    default:
  }
  const themed = selector !== null;
  if (!themed) return value;
  switch (property) {
    case "color":
    case "fill":
      return recolour(value, TEXT);
    case "background":
    case "background-color":
      return /url|gradient/.test(value)
        ? value
        : recolour(value, INPUT.test(selector) ? { ...GROUND, "#ffffff": "--input" } : GROUND);
    default:
      return /^(border|outline|box-shadow)/.test(property) ? recolour(value, LINE) : value;
  }
}

/**
 * The class names written in the Rust files below a folder. One that ends in a dash is a beginning; and so
 * is every name of a file that puts names together, as `{base}__label` does.
 */
function classes(folder) {
  const found = new Set();
  for (const entry of readdirSync(folder, { recursive: true })) {
    // The fixtures are the package's own examples, of everything it can do.
    if (!entry.endsWith(".rs") || entry.endsWith("fixtures.rs")) continue;
    const text = readFileSync(join(folder, entry), "utf8");
    const composes = /\{\w*\}(__|--)/.test(text);
    for (const [name] of text.matchAll(/nhsuk-[\w-]+/g)) {
      found.add(name);
      if (composes) found.add(`${name}__`).add(`${name}--`);
    }
  }
  return found;
}

const [, , compiled, sources] = process.argv;
const used = classes(sources);
const beginnings = [...used].filter((name) => /(-|__)$/.test(name));
const isUsed = (selector) =>
  [...selector.replaceAll(/:not\([^)]*\)/g, "").matchAll(/\.(nhsuk-[\w-]+)/g)].every(
    ([, name]) => used.has(name) || beginnings.some((beginning) => name.startsWith(beginning)),
  );

const sheet = postcss.parse(readFileSync(compiled, "utf8"));

sheet.walkComments((comment) => comment.remove());
sheet.walkRules((rule) => {
  if (rule.parent.name === "keyframes") return;
  // Signs outside ASCII, and the query below, are for Internet Explorer.
  rule.selectors = rule.selectors.filter((each) => isUsed(each) && !/[^\x20-\x7e]/.test(each));
  if (rule.selectors.length === 0 || rule.selector === "") rule.remove();
});
sheet.walkAtRules("media", (media) => {
  if (media.params.includes("ms-high-contrast: none")) media.remove();
});
sheet.walkRules((rule) => {
  let ownMedium = false;
  for (let above = rule.parent; above.type === "atrule"; above = above.parent) {
    ownMedium ||= OWN_MEDIUM.test(`${above.name} ${above.params}`);
  }
  const ownGround = (each) => OWN_GROUND.test(each.replaceAll(/:not\([^)]*\)/g, ""));
  // A rule for both kinds of place becomes two.
  const apart = rule.selectors.filter(ownGround);
  if (!ownMedium && apart.length > 0 && apart.length < rule.selectors.length) {
    const second = rule.cloneAfter();
    second.selectors = apart;
    rule.selectors = rule.selectors.filter((each) => !ownGround(each));
  }
  const themed = !ownMedium && !rule.selectors.some(ownGround);
  rule.each((declaration) => {
    if (declaration.type === "decl") {
      declaration.value = retuned(declaration.prop, declaration.value, themed ? rule.selector : null);
    }
  });
});
sheet.walkAtRules((each) => {
  if (each.nodes?.length === 0) each.remove();
});

process.stdout.write(sheet.toString());
