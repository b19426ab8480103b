// What scripts add to the pages of the site, which can be read without: copying, and sorting and filtering of tables.
import { element } from "./page/elements.js";
import { compareText } from "./core/text.js";

const FILTERED = 12; // rows from which a table gets a field to filter it
const chinese = document.documentElement.lang === "zh";
const localised = (zh, en) => (chinese ? zh : en);

for (const text of document.querySelectorAll("[data-copy]")) {
  const button = element("button", { type: "button", textContent: localised("复制", "Copy") });
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = localised("已复制", "Copied");
  });
  text.before(button);
}

const cellText = (row, column) => row.cells[column]?.textContent.trim() ?? "";
const isNumber = (text) => /^[\d,.]+$/.test(text);

/** Sorts the rows of a table by a column, in the other direction at the second time. */
function sortBy(table, column) {
  const head = table.tHead.rows[0].cells[column];
  const descending = head.getAttribute("aria-sort") === "ascending";
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows];
  const numeric = rows.every((row) => !cellText(row, column) || isNumber(cellText(row, column)));
  const value = (row) => Number(cellText(row, column).replaceAll(",", ""));
  rows.sort((a, b) => (numeric ? value(a) - value(b) : compareText(cellText(a, column), cellText(b, column))));
  table.tBodies[0].append(...(descending ? rows.reverse() : rows));
}

for (const table of document.querySelectorAll("table.filterable")) {
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    if (!cell.textContent) return;
    const button = element("button", { type: "button", className: "sort", textContent: cell.textContent });
    button.addEventListener("click", () => sortBy(table, column));
    cell.replaceChildren(button);
  });
  const rows = [...table.tBodies[0].rows];
  if (rows.length < FILTERED) continue;
  const field = element("input", { type: "search", placeholder: localised("筛选本页", "Filter this page") });
  field.setAttribute("aria-label", field.placeholder);
  const count = element("span", { className: "faint" });
  count.setAttribute("role", "status");
  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = words ? `${shown} / ${rows.length}` : "";
  });
  table.before(element("p", { className: "tools" }, field, count));
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  document.getElementById("q").focus();
});
