// Writes _retuned.scss: the colours and the text sizes of nhsuk-frontend once more, as custom properties.
//
// nhsuk-frontend works its colours and sizes out in Sass, so a theme or a text size chosen by a person
// cannot reach them. This repeats each rule that sets one, with the value replaced by a property of
// _tokens.scss. Nothing else is repeated, and the order is kept, so the cascade stays what it was.
//
// After a new version of nhsuk-frontend, or another component in _nhsuk.scss:
//   npx sass --load-path=node_modules style/_nhsuk.scss | node style/retune.mjs > style/_retuned.scss
import { readFileSync } from "node:fs";

// Variants that no component of ours renders.
const UNUSED =
  /--reverse|__drop-|file-upload__(status|button|pseudo)|nhsuk-scroll|--care|header--white|navigation--white|menu-list|menu-toggle|search-form|header__search|header__drop|table__heading-tab|heading-tab|data-sort|aria-sort|--interruption|--brand|--login|top-task|warning-callout|table-container|table-responsive|nhsuk-u-(?!font|secondary|text-colour)|nhsuk-hero|contents-list|nhsuk-code|-xxl|--striped|disabled|code\b|ms-high|input-wrapper|organisation|nhsuk-image|card__img|card-group|--secondary-solid|--icon|footer__navigation|pagination-item--(?!previous|next)/;

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
const FIXED = /:focus|card--warning > .*heading|nhsuk-tag(--(?!white|no-)|$)/;

const COLOURS = /#[0-9a-f]{3,6}\b|\bwhite\b|\bblack\b/gi;
const NAMED = { white: "#ffffff", black: "#000000", "#fff": "#ffffff", "#000": "#000000" };

function recolour(value, map) {
  return value.replace(COLOURS, (found) => {
    const property = map[NAMED[found.toLowerCase()] ?? found.toLowerCase()];
    return property ? `var(${property})` : found;
  });
}

function retune([property, value], selector, fixed) {
  const ground = INPUT.test(selector) ? { ...GROUND, "#ffffff": "--input" } : GROUND;
  const use = (map) => (fixed ? value : recolour(value, map));
  switch (property) {
    case "color":
    case "fill":
      return [[property, use(TEXT)]];
    case "background":
    case "background-color":
      return /url|gradient/.test(value) ? [] : [[property, use(ground)]];
    case "box-shadow":
      return [[property, use(LINE)]];
    case "border":
    case "border-top":
    case "border-right":
    case "border-bottom":
    case "border-left":
    case "outline": {
      const colour = value.match(/#[0-9a-f]{3,6}|white|black|transparent|currentcolor/i);
      return colour ? [[`${property}-color`, fixed ? colour[0] : recolour(colour[0], LINE)]] : [];
    }
    case "font-size":
      return [[property, value
        .replace(/^([\d.]+rem)$/, "calc($1 * var(--font))")
        // Paper does not know the root's size, which scales everything on the screen.
        .replace(/^([\d.]+pt)$/, "calc($1 * var(--font) * var(--scale))")]];
    case "line-height":
      return [[property, value.replace(/^([\d.]+)$/, "calc($1 * var(--line))")]];
    default:
      return /^(border|outline)(-\w+)?-color$/.test(property) ? [[property, use(LINE)]] : [];
  }
}

/** Rules as `{ head, body }`, where `body` is rules again or declarations. */
function parse(css) {
  let at = 0;
  const block = () => {
    const rules = [];
    const declarations = [];
    let start = at;
    let quote = "";
    let parens = 0;
    for (; at < css.length; at += 1) {
      const sign = css[at];
      if (quote) {
        if (sign === quote && css[at - 1] !== "\\") quote = "";
      } else if (sign === '"' || sign === "'") quote = sign;
      else if (sign === "(") parens += 1;
      else if (sign === ")") parens -= 1;
      else if (parens === 0 && sign === "{") {
        const head = css.slice(start, at).trim().replace(/\s+/g, " ");
        at += 1;
        rules.push({ head, ...block() });
        start = at + 1;
      } else if (parens === 0 && (sign === ";" || sign === "}")) {
        const text = css.slice(start, at).trim();
        const colon = text.indexOf(":");
        if (colon > 0 && !text.startsWith("@")) {
          declarations.push([text.slice(0, colon).trim(), text.slice(colon + 1).trim().replace(/\s+/g, " ")]);
        }
        start = at + 1;
        if (sign === "}") return { rules, declarations };
      }
    }
    return { rules, declarations };
  };
  return block().rules;
}

function write(rule, indent, fixed) {
  // The last two are for Internet Explorer.
  if (/^@(font-face|keyframes|page)|ms-high-contrast: none|[^\x20-\x7e]/.test(rule.head)) return "";
  // What a focus, a printer or forced colours look like must not depend on the theme.
  const inside = fixed || /print|forced-colors|ms-high-contrast/.test(rule.head);
  if (rule.head.startsWith("@")) {
    const nested = rule.rules.map((each) => write(each, `${indent}  `, inside)).join("");
    const bare = declarations(rule, "", inside, `${indent}  `);
    return nested || bare ? `${indent}${rule.head} {\n${bare}${nested}${indent}}\n` : "";
  }
  if (rule.head === ":root") return "";
  const selectors = rule.head.split(/,(?![^(]*\))/).map((each) => each.trim());
  const used = selectors.filter((each) => !UNUSED.test(each));
  if (used.length === 0) return "";
  const nested = rule.rules.map((each) => write(each, `${indent}  `, inside)).join("");
  const isFixed = (each) => inside || FIXED.test(each.replaceAll(/:not\([^)]*\)/g, ""));
  return [used.filter((each) => !isFixed(each)), used.filter(isFixed)]
    .map((group) => {
      const own = group.length > 0 ? declarations(rule, group.join(), isFixed(group[0]), `${indent}  `) : "";
      return own || (nested && group.length > 0)
        ? `${indent}${group.join(`,\n${indent}`)} {\n${own}${nested}${indent}}\n`
        : "";
    })
    .join("");
}

function declarations(rule, selector, fixed, indent) {
  return rule.declarations
    .flatMap((each) => retune(each, selector, fixed))
    .map(([property, value]) => `${indent}${property}: ${value};\n`)
    .join("");
}

const css = readFileSync(0, "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/^@charset[^;]*;/, "");
process.stdout.write("// Written by retune.mjs from nhsuk-frontend 10.6.1 (MIT): do not edit, see there.\n\n");
process.stdout.write(parse(css).map((rule) => write(rule, "", false)).join(""));
