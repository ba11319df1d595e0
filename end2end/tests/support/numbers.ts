// The register in numbers, as the dashboard's tables have them.
import { expect, type Page } from "@playwright/test";

export type Numbers = {
  /** What is said in large figures, by what it counts. */
  stats: Record<string, number>;
  /** The numbers of each row, by table and the row's name. */
  tables: Record<string, Record<string, number[]>>;
};

export async function numbers(page: Page): Promise<Numbers> {
  await page.goto("/dashboard");
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  return page.evaluate(() => {
    const words = (cell: Element) => {
      const shown = cell.cloneNode(true) as Element;
      // On a phone each cell repeats the name of its column.
      shown.querySelectorAll("[aria-hidden=true]").forEach((heading) => heading.remove());
      return shown.textContent?.trim() ?? "";
    };
    const table = (table: HTMLTableElement) => {
      const rows = [...table.tBodies[0].rows].map(({ cells: [name, ...cells] }) => [words(name), cells.map(words).filter((text) => /^\d+$/.test(text)).map(Number)]);
      return [table.caption?.textContent ?? "", Object.fromEntries(rows)];
    };
    const stat = (stat: Element) => {
      const text = (part: string) => stat.querySelector(`.stat__${part}`)?.textContent?.trim() ?? "";
      return [text("label").replace(/^(person|people)/, "people").replace(/^(review|action)s?/, "$1s"), Number(text("number"))];
    };
    return {
      stats: Object.fromEntries([...document.querySelectorAll(".stat")].map(stat)),
      tables: Object.fromEntries([...document.querySelectorAll<HTMLTableElement>("main table")].map(table)),
    };
  });
}

/** What became more, or less: only rows and figures that differ. */
export function difference(before: Numbers, after: Numbers): Numbers {
  const stats = Object.entries(after.stats)
    .map(([name, count]) => [name, count - (before.stats[name] ?? 0)] as const)
    .filter(([, count]) => count !== 0);
  const tables = Object.entries(after.tables).map(([table, rows]) => {
    const earlier = before.tables[table] ?? {};
    const names = new Set([...Object.keys(earlier), ...Object.keys(rows)]);
    const changed = [...names]
      .map((name) => {
        const [was, is] = [earlier[name] ?? [], rows[name] ?? []];
        const length = Math.max(was.length, is.length);
        return [name, Array.from({ length }, (_, at) => (is[at] ?? 0) - (was[at] ?? 0))] as const;
      })
      .filter(([, counts]) => counts.some((count) => count !== 0));
    return [table, Object.fromEntries(changed)] as const;
  });
  return { stats: Object.fromEntries(stats), tables: Object.fromEntries(tables.filter(([, rows]) => Object.keys(rows).length > 0)) };
}
