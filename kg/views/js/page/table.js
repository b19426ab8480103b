// The same data as tables: sorted by any column, with the filters of the picture.
import { sortRows } from "../core/sorting.js";
import { articleOf, graph, nameOf } from "./data.js";
import { button, element, keepFocus } from "./elements.js";
import { articleLink, nodeButton } from "./evidence.js";
import { selectEdge } from "./selection.js";
import { shownArticles, shownDegree, shownStatements } from "./shown.js";
import { filterValues, isEdgeVisible, state, visibleNodes } from "./state.js";
import { earliestCitation, earliestReport, eventTime, firstArticle, statementConfidence } from "./statements.js";
import { addTab } from "./tabs.js";
import { joinNames, kindOf, localised, propertyName, tenureName, typeName } from "./localisation.js";

const BATCH = 200; // rows

const kindAndTypes = (id) => [kindOf(id), ...graph.nodes[id].types.map(typeName)].join(" · ");
const dateOfNode = (id) => (graph.nodes[id].group === "Event" ? eventTime(id) || earliestReport(id) : "");
const relationOf = ({ statement: [predicate, title, tenure] }) =>
  [propertyName(predicate), tenureName(tenure) + title].filter(Boolean).join(" · ");
const confidenceOf = ({ statement }) => statementConfidence(statement[3]);

// A column has a value to sort by; `cell` is what is shown, where that is not the value.
const columns = {
  nodes: [
    { id: "name", label: ["名称", "Name"], value: nameOf, cell: nodeCell },
    { id: "kind", label: ["类别", "Kind"], value: kindAndTypes },
    { id: "date", label: ["日期", "Date"], value: dateOfNode, className: "short" },
    { id: "aliases", label: ["又名", "Aliases"], value: (id) => joinNames(graph.nodes[id].aliases) },
    { id: "degree", label: ["相邻", "Neighbours"], value: shownDegree, className: "figure" },
    {
      id: "articles",
      label: ["文章", "Articles"],
      value: (id) => shownArticles(id).length,
      className: "figure",
    },
  ],
  edges: [
    {
      id: "from",
      label: ["主语", "Subject"],
      value: ({ edge }) => nameOf(edge.from),
      cell: ({ edge }) => nodeCell(edge.from),
    },
    { id: "relation", label: ["关系", "Relation"], value: relationOf, cell: edgeCell },
    {
      id: "to",
      label: ["宾语", "Object"],
      value: ({ edge }) => nameOf(edge.to),
      cell: ({ edge }) => nodeCell(edge.to),
    },
    {
      id: "date",
      label: ["报道日期", "Reported"],
      value: ({ statement }) => earliestCitation(statement[3]),
      className: "short",
    },
    {
      id: "confidence",
      label: ["置信度", "Confidence"],
      value: confidenceOf,
      cell: (row) => (confidenceOf(row) ? confidenceOf(row).toFixed(2) : ""),
      className: "figure",
    },
    {
      id: "source",
      label: ["文章", "Article"],
      value: ({ statement }) => sourceText(firstArticle(statement[3])),
      cell: ({ statement }) => sourceCell(firstArticle(statement[3])),
    },
    {
      id: "sentences",
      label: ["出处", "Sentences"],
      value: ({ statement }) => statement[3].length,
      className: "figure",
    },
  ],
};
const shown = { of: "nodes", sort: { nodes: ["degree", -1], edges: ["date", 1] }, count: BATCH, words: "" };

const container = () => document.getElementById("view-table");
const isSelected = (row) => (shown.of === "nodes" ? row === state.node : row.edge.id === state.edge);

function nodeCell(id) {
  const cell = nodeButton(id, false);
  if (state.node === id) cell.setAttribute("aria-current", "true");
  return cell;
}

const sourceText = (number) => [articleOf(number).title, articleOf(number).publisher].filter(Boolean).join(" ");

/** Returns the first article that states it: a link to its page or address, and its source. */
function sourceCell(number) {
  const { title, file, publisher } = articleOf(number);
  return element("span", {}, articleLink(number, title || file), publisher && ` ${publisher}`);
}

function edgeCell(row) {
  const cell = button(relationOf(row), () => selectEdge(row.edge.id), "link");
  if (state.edge === row.edge.id) cell.setAttribute("aria-current", "true");
  return cell;
}

function sortedRows() {
  const [sortedBy, direction] = shown.sort[shown.of];
  const { value } = columns[shown.of].find(({ id }) => id === sortedBy);
  const statements = () =>
    graph.edges
      .filter(isEdgeVisible)
      .flatMap((edge) => shownStatements(edge).map((statement) => ({ edge, statement })));
  const rows = shown.of === "nodes" ? visibleNodes() : statements();
  return sortRows(rows.filter(hasWords), value, direction, localised("zh-Hans", "en"));
}

/** Whether a row has all the words that are looked for, in any of its columns. */
function hasWords(row) {
  const words = shown.words.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const text = columns[shown.of]
    .map(({ value }) => value(row))
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function wordsField() {
  const field = element("input", { type: "search", id: "table-words", value: shown.words });
  const name = localised("只看含有这些词的行", "Only rows with these words");
  field.placeholder = name;
  field.setAttribute("aria-label", name);
  field.addEventListener("input", () => {
    Object.assign(shown, { words: field.value, count: BATCH });
    drawRows();
  });
  return field;
}

function headCell(column) {
  const [sortedBy, direction] = shown.sort[shown.of];
  const isSorted = sortedBy === column.id;
  const press = () => {
    const first = column.className === "figure" ? -1 : 1;
    shown.sort[shown.of] = [column.id, isSorted ? -direction : first];
    drawRows();
    container().querySelector(`th[data-column="${column.id}"] button`).focus();
  };
  const head = element(
    "th",
    { scope: "col", className: `of-${column.id}` },
    button(localised(...column.label), press, "sort"),
  );
  head.dataset.column = column.id;
  head.setAttribute("aria-sort", isSorted ? (direction > 0 ? "ascending" : "descending") : "none");
  return head;
}

function tableRow(row) {
  const cells = columns[shown.of].map(({ id, value, cell = value, className = "" }) =>
    element("td", { className: `of-${id} ${className}` }, cell(row)),
  );
  return element("tr", { className: isSelected(row) ? "chosen" : "" }, ...cells);
}

/** Returns a button that shows the table of nodes or of statements. */
function tableSwitch(of, zh, en) {
  const press = () => {
    Object.assign(shown, { of, count: BATCH });
    drawTable();
    container().querySelector(`[data-of="${of}"]`).focus();
  };
  const created = button(localised(zh, en), press);
  created.dataset.of = of;
  created.setAttribute("aria-pressed", String(shown.of === of));
  return created;
}

/** Returns buttons for one more batch of rows and for all. */
function moreButtons(rest) {
  const count = Math.min(BATCH, rest);
  const show = (added) => () => {
    shown.count += added;
    drawRows();
  };
  const more = button(localised(`再看 ${count} 行`, `${count} more rows`), show(BATCH), "more");
  if (rest <= BATCH) return [more];
  return [more, " ", button(localised(`余下 ${rest} 行全部列出`, `All ${rest} other rows`), show(rest), "more")];
}

function drawTable() {
  const switches = [tableSwitch("nodes", "实体", "Entities"), tableSwitch("edges", "陈述", "Statements")];
  container().replaceChildren(
    element("div", { className: "row" }, ...switches, wordsField()),
    element("div", { id: "table-rows" }),
  );
  drawRows();
}

function drawRows() {
  const rows = sortedRows();
  const rest = rows.length - shown.count;
  const caption =
    shown.of === "nodes"
      ? localised(`实体 ${rows.length} 个`, `${rows.length} entities`)
      : localised(`陈述 ${rows.length} 条`, `${rows.length} statements`);
  const table = element(
    "table",
    {},
    element("caption", { textContent: caption }),
    element("thead", {}, element("tr", {}, ...columns[shown.of].map(headCell))),
    element("tbody", {}, ...rows.slice(0, shown.count).map(tableRow)),
  );
  document.getElementById("table-rows").replaceChildren(table, ...(rest > 0 ? moreButtons(rest) : []));
}

export function addTableTab() {
  let drawn = ""; // what the table depends on
  addTab({
    id: "table",
    label: { zh: "表格", en: "Table" },
    show: () => {},
    update: (what) => {
      const { node, edge, ego, language, hiddenKinds } = state;
      const now = JSON.stringify([node, edge, ego, language, [...hiddenKinds], filterValues()]);
      if (what === "hover" || now === drawn) return;
      drawn = now;
      const { scrollTop } = container();
      keepFocus(
        container(),
        () => {
          drawTable();
          container().scrollTop = scrollTop;
        },
        "button, input",
      );
    },
  });
}
