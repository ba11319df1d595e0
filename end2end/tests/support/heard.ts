// What somebody hears who listens to a page: Chromium's own accessibility tree, in reading order.
import type { Page } from "@playwright/test";

type Value = { value?: unknown };
type Node = {
  nodeId: string;
  ignored: boolean;
  role?: Value;
  name?: Value;
  description?: Value;
  properties?: { name: string; value: Value }[];
  childIds?: string[];
};

/** Said by what stands in them alone. */
const CONTAINERS = ["generic", "none", "paragraph", "LabelText", "Legend", "RootWebArea", "main", "strong", "emphasis"];
/** Not said at all: parts of text, and the marks of a list. */
const SILENT = ["InlineTextBox", "ListMarker", "LineBreak"];
/** What a label may be said with. */
const CONTROLS = ["radio", "checkbox", "textbox", "combobox", "button"];

const text = (value?: Value) => String(value?.value ?? "").replace(/\s+/g, " ").trim();

function states(node: Node): string {
  const said = new Map((node.properties ?? []).map(({ name, value }) => [name, value.value]));
  const parts = [
    text(node.role) === "heading" && `level ${said.get("level")}`,
    said.get("checked") === "true" && "checked",
    said.get("expanded") === true && "expanded",
    said.get("disabled") === true && "disabled",
    said.get("invalid") === "true" && "invalid",
    said.get("focused") === true && "focused",
    node.description && text(node.description) && `described by ${text(node.description)}`,
  ].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

/** The lines of `<main>`, each "role: name (state)". What is ignored or only holds others has none. */
export async function heard(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const main = nodes.find((node) => !node.ignored && text(node.role) === "main");
  if (!main) throw new Error(`${page.url()} has no main part for those who listen`);
  const controls = nodes.filter((node) => !node.ignored && CONTROLS.includes(text(node.role)));
  const labels = new Set(controls.map((node) => text(node.name)));
  const lines: string[] = [];
  const walk = (node: Node, within: string, label: boolean) => {
    const role = text(node.role);
    const name = text(node.name);
    if (SILENT.includes(role)) return;
    if (!node.ignored && role === "StaticText") {
      // What is a name, or the label of a control, is said once.
      const said = within.includes(name) || (label && labels.has(name));
      if (name && !said) lines.push(`text: ${name}`);
      return;
    }
    // A form without a name is no landmark, and nobody hears it.
    const silent = node.ignored || CONTAINERS.includes(role) || (role === "form" && !name);
    if (!silent) lines.push(`${role}${name && `: ${name}`}${states(node)}`);
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      if (child) walk(child, silent ? within : name, label || role === "LabelText");
    }
  };
  walk(main, "", false);
  return lines;
}

/** Where the first line that fits stands; fails where none does. */
export function at(lines: string[], what: RegExp): number {
  const found = lines.findIndex((line) => what.test(line));
  if (found < 0) throw new Error(`nobody hears ${what} in:\n${lines.join("\n")}`);
  return found;
}

/** Each of them, in this order and only one after the other. */
export function order(lines: string[], ...what: RegExp[]): void {
  let from = 0;
  for (const one of what) from += at(lines.slice(from), one) + 1;
}
