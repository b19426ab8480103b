// The same data as tables, for those who would rather read: sorted by any column, filtered as the picture is.
const tableBatch = 200;
const tableState = { of: "nodes", sort: { nodes: ["degree", -1], edges: ["date", 1] }, shown: tableBatch };

const columns = {
  nodes: [
    { id: "name", label: ["名称", "Name"], value: nameOf, cell: (id) => nodeCell(id) },
    { id: "kind", label: ["类别", "Kind"], value: (id) => [kindOf(id), ...data.nodes[id].types.map(typeName)].join(" · ") },
    { id: "date", label: ["日期", "Date"], value: (id) => (data.nodes[id].group === "Event" ? whenOf(id) || reported(id) : ""), short: true },
    { id: "aliases", label: ["又名", "Aliases"], value: (id) => data.nodes[id].aliases.join(say("、", ", ")) },
    { id: "degree", label: ["相邻", "Neighbours"], value: degree, number: true },
    { id: "articles", label: ["文章", "Articles"], value: (id) => data.nodes[id].articles.length, number: true },
  ],
  edges: [
    { id: "from", label: ["主语", "Subject"], value: ({ edge }) => nameOf(edge.from), cell: ({ edge }) => nodeCell(edge.from) },
    { id: "relation", label: ["关系", "Relation"], value: ({ stated: [predicate, title, tenure] }) => [propertyName(predicate), tenureName(tenure) + title].filter(Boolean).join(" · "), cell: (row) => edgeCell(row) },
    { id: "to", label: ["宾语", "Object"], value: ({ edge }) => nameOf(edge.to), cell: ({ edge }) => nodeCell(edge.to) },
    { id: "date", label: ["报道日期", "Reported"], value: ({ stated }) => firstDate(stated[3]), short: true },
    { id: "confidence", label: ["置信度", "Confidence"], value: ({ stated }) => Math.max(0, ...stated[3].map(([, sure]) => sure ?? 0)), cell: ({ stated }) => { const sure = Math.max(0, ...stated[3].map((cited) => cited[1] ?? 0)); return sure ? sure.toFixed(2) : ""; }, number: true },
    { id: "sentences", label: ["出处", "Sentences"], value: ({ stated }) => stated[3].length, number: true },
  ],
};

function nodeCell(id) {
  const cell = element("button", { type: "button", className: "link" }, glyph(data.nodes[id].group), element("span", { textContent: nameOf(id) }));
  if (state.node === id) cell.setAttribute("aria-current", "true");
  cell.addEventListener("click", () => selectNode(id));
  return cell;
}

function edgeCell(row) {
  const cell = element("button", { type: "button", className: "link", textContent: columns.edges[1].value(row) });
  if (state.edge === row.edge.id) cell.setAttribute("aria-current", "true");
  cell.addEventListener("click", () => selectEdge(row.edge.id));
  return cell;
}

function tableRows() {
  const [column, way] = tableState.sort[tableState.of];
  const { value } = columns[tableState.of].find(({ id }) => id === column);
  const found = tableState.of === "nodes" ? visibleNodes() : data.edges.filter(isEdgeVisible).flatMap((edge) => edge.statements.map((stated) => ({ edge, stated })));
  const keyed = found.map((row, index) => [value(row), index, row]);
  const order = new Intl.Collator(state.language === "zh" ? "zh-Hans" : "en", { numeric: true });
  const compare = (a, b) => (typeof a === "number" ? a - b : order.compare(a, b));
  // What is empty stands last, whichever way the rest is sorted.
  return keyed.sort(([a, m], [b, n]) => (a === "" || b === "" ? (a === "") - (b === "") : way * compare(a, b)) || m - n).map(([, , row]) => row);
}

function tableHead(column) {
  const [sorted, way] = tableState.sort[tableState.of];
  const press = () => {
    tableState.sort[tableState.of] = [column.id, sorted === column.id ? -way : column.number ? -1 : 1];
    drawTable();
    document.querySelector(`#view-table th[data-column="${column.id}"] button`).focus();
  };
  const head = element("th", { scope: "col", className: `of-${column.id}` }, button(say(...column.label), press, "sort"));
  head.dataset.column = column.id;
  head.setAttribute("aria-sort", sorted !== column.id ? "none" : way > 0 ? "ascending" : "descending");
  return head;
}

let tableDrawn = "";
function drawTable() {
  const container = document.getElementById("view-table");
  const rows = tableRows();
  const shown = rows.slice(0, tableState.shown);
  const line = (row) => element("tr", { className: isChosen(row) ? "chosen" : "" }, ...columns[tableState.of].map(({ id, value, cell, number, short }) => element("td", { className: [`of-${id}`, number ? "figure" : short ? "short" : ""].join(" ") }, (cell ?? value)(row))));
  const choice = (of, zh, en) => {
    const made = button(say(zh, en), () => {
      Object.assign(tableState, { of, shown: tableBatch });
      drawTable();
      document.querySelector(`#view-table [data-of="${of}"]`).focus();
    }, "plain");
    made.dataset.of = of;
    made.setAttribute("aria-pressed", String(tableState.of === of));
    return made;
  };
  const caption = element("caption", { textContent: tableState.of === "nodes" ? say(`实体 ${rows.length} 个`, `${rows.length} entities`) : say(`陈述 ${rows.length} 条`, `${rows.length} statements`) });
  const table = element("table", {}, caption, element("thead", {}, element("tr", {}, ...columns[tableState.of].map(tableHead))), element("tbody", {}, ...shown.map(line)));
  const more = rows.length > shown.length ? button(say(`再看 ${Math.min(tableBatch, rows.length - shown.length)} 行`, `${Math.min(tableBatch, rows.length - shown.length)} more rows`), () => { tableState.shown += tableBatch; drawTable(); }, "more") : null;
  container.replaceChildren(element("div", { className: "row" }, choice("nodes", "实体", "Entities"), choice("edges", "陈述", "Statements")), table, ...(more ? [more] : []));
}

const isChosen = (row) => (tableState.of === "nodes" ? row === state.node : row.edge.id === state.edge);

addTab({
  id: "table",
  label: { zh: "表格", en: "Table" },
  show: () => {},
  update: (what) => {
    const now = JSON.stringify([state.node, state.edge, state.ego, state.language, [...state.off], stateOfFilters()]);
    if (what === "hover" || now === tableDrawn) return;
    tableDrawn = now;
    const container = document.getElementById("view-table");
    const focused = [...container.querySelectorAll("button")].indexOf(document.activeElement), { scrollTop } = container;
    drawTable();
    container.scrollTop = scrollTop;
    container.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
  },
});
