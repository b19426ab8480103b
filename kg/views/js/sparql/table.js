// The table of a result: sorted by any column, filtered by words, and in parts that say what they leave out.
import { sortRows } from "../core/sorting.js";
import { element } from "../page/elements.js";
import { addEventNames } from "./names.js";

const SHOWN = 500; // rows at once

/** Returns a table of results; `termNode` draws a term, `changed` is called with the rows that are left. */
export function resultTable({ head, results }, { base, termNode, localised, changed }) {
  const columns = head.vars;
  let sorted = null; // [column, direction]
  let words = "";
  let limit = SHOWN;
  const body = element("tbody");
  const note = element("p", { className: "faint" });
  note.setAttribute("role", "status");
  const valueOf = (row, column) => {
    const value = row[column]?.value ?? "";
    return value !== "" && !Number.isNaN(Number(value)) ? Number(value) : value;
  };

  function left() {
    const matching = words
      ? results.bindings.filter((row) => columns.some((c) => row[c]?.value.toLowerCase().includes(words)))
      : results.bindings;
    if (!sorted) return matching;
    const numeric = matching.every((row) => typeof valueOf(row, sorted[0]) === "number" || !row[sorted[0]]);
    const value = (row) => (numeric ? valueOf(row, sorted[0]) : (row[sorted[0]]?.value ?? ""));
    return sortRows(matching, value, sorted[1], "zh");
  }

  function show() {
    const rows = left();
    const line = (row) => element("tr", {}, ...columns.map((name) => element("td", {}, termNode(row[name]))));
    body.replaceChildren(...rows.slice(0, limit).map(line));
    addEventNames(body, base);
    const cut = rows.length > limit;
    note.replaceChildren(
      localised(
        `${Math.min(limit, rows.length)} / ${results.bindings.length} 行`,
        `${Math.min(limit, rows.length)} of ${results.bindings.length} rows`,
      ),
      " ",
    );
    if (cut) {
      const all = element("button", { type: "button", textContent: localised("全部列出", "Show all") });
      all.addEventListener("click", () => {
        limit = Infinity;
        show();
      });
      note.append(all);
    }
    changed(rows);
  }

  const headCells = columns.map((name) => {
    const cell = element("th", { scope: "col" });
    const button = element("button", { type: "button", className: "sort", textContent: name });
    button.addEventListener("click", () => {
      sorted = [name, sorted?.[0] === name ? -sorted[1] : 1];
      for (const other of headCells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", sorted[1] > 0 ? "ascending" : "descending");
      show();
    });
    cell.append(button);
    return cell;
  });
  const field = element("input", { type: "search", placeholder: localised("筛选结果", "Filter the results") });
  field.setAttribute("aria-label", field.placeholder);
  field.addEventListener("input", () => {
    words = field.value.trim().toLowerCase();
    show();
  });
  show();
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...headCells)), body);
  return element("div", {}, element("div", { className: "bar" }, field, note), table);
}
