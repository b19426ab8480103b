// Made of kg/views/js by make js: do not edit.
"use strict";
(() => {
  // core/escaping.js
  var FORMULA = /^[=+\-@\t\r]/;
  function csvCell(value) {
    const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
  var csvText = (rows) => "\uFEFF" + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
  var isWebAddress = (iri) => /^https?:\/\/[^\s]+$/i.test(iri);
  var localPath = (iri, base2) => iri.startsWith(base2) ? iri.slice(base2.length).split("/").map(encodeURIComponent).join("/") : null;

  // core/text.js
  function shorten(text, length) {
    const characters = [...text.replace(/\s+/gu, " ")];
    return characters.length > length ? characters.slice(0, length - 1).join("") + "…" : characters.join("");
  }
  var compareText = (a, b) => a < b ? -1 : a > b ? 1 : 0;

  // core/results.js
  var ONTOLOGY = "/ontology#";
  var resultRows = ({ head, results }) => [
    head.vars,
    ...results.bindings.map((row) => head.vars.map((column) => row[column]?.value ?? ""))
  ];
  var isEntity = (term) => term?.type === "uri" && !term.value.includes(ONTOLOGY);
  var ALL_PAIRS = "*";
  var entityColumns = ({ head, results }) => head.vars.filter((column) => results.bindings.some((row) => isEntity(row[column])));
  var pairsOf = (columns) => columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]));
  function endsOf(row, bound, ends) {
    const entities = bound.filter((column) => isEntity(row[column]));
    if (ends === ALL_PAIRS) return pairsOf(entities);
    if (ends) return ends.every((column) => row[column]) ? [ends] : [];
    const names = entities.length > 1 ? entities : bound.filter((column) => row[column].type === "uri" || !row[column].datatype);
    return names.length > 1 ? [[names[0], names.at(-1)]] : [];
  }
  function resultEdges({ head, results }, ends = null) {
    const edges = [];
    for (const row of results.bindings) {
      const bound = head.vars.filter((column) => row[column]);
      for (const [from, to] of endsOf(row, bound, ends)) {
        const isBetween = (column) => column !== from && column !== to && !(ends && isEntity(row[column]));
        const words = bound.filter(isBetween).map((column) => row[column].value.replace(/^.*[#/]/, ""));
        edges.push([row[from], row[to], words.join(" ").slice(0, 24)]);
      }
    }
    return edges;
  }
  function datedRows({ head, results }) {
    const dateIn = (row) => head.vars.map((column) => row[column]?.value ?? "").find((value) => /^\d{4}(-\d\d){0,2}$/.test(value)) ?? "";
    return results.bindings.map((row) => [dateIn(row), row]).filter(([date]) => date).sort(([a], [b]) => compareText(a, b));
  }
  function shortIri(iri, prefixes2, base2) {
    const known2 = Object.entries(prefixes2).find(([, namespace]) => iri.startsWith(namespace));
    if (known2) return `${known2[0]}:${iri.slice(known2[1].length)}`;
    return iri.startsWith(base2) ? iri.slice(base2.length) : iri;
  }
  function joinedEdges(answer2, limit, ends = null) {
    const joined = /* @__PURE__ */ new Map();
    for (const [from, to, name] of resultEdges(answer2, ends)) {
      const key = JSON.stringify([from.value, to.value]);
      const edge = joined.get(key) ?? { from: from.value, to: to.value, name, count: 0 };
      joined.set(key, { ...edge, count: edge.count + 1, name: edge.name === name ? name : `${edge.count + 1}×` });
    }
    const degrees = /* @__PURE__ */ new Map();
    for (const { from, to, count } of joined.values())
      for (const end of [from, to]) degrees.set(end, (degrees.get(end) ?? 0) + count);
    const order = [...degrees].sort(([a, m], [b, n]) => n - m || compareText(a, b));
    const kept2 = new Set(order.slice(0, limit).map(([name]) => name));
    const edges = [...joined.values()].filter(({ from, to }) => kept2.has(from) && kept2.has(to));
    const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const nodes = order.filter(([name]) => linked.has(name));
    return { nodes, edges, leftOut: degrees.size - nodes.length };
  }
  function countedRows({ head, results }, textOf = (term) => term.value) {
    const isNumber = (term) => term && term.type !== "uri" && /integer|decimal|double|float/.test(term.datatype ?? "");
    const numbers = head.vars.filter((column2) => results.bindings.some((row) => isNumber(row[column2])));
    const column = numbers.at(-1);
    if (!column) {
      const counts = /* @__PURE__ */ new Map();
      for (const row of results.bindings) {
        const name2 = row[head.vars[0]] ? textOf(row[head.vars[0]]) : "";
        counts.set(name2, (counts.get(name2) ?? 0) + 1);
      }
      return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
    }
    const name = (row) => head.vars.filter((other) => !numbers.includes(other) && row[other]).map((other) => textOf(row[other])).join(" · ");
    return results.bindings.filter((row) => isNumber(row[column])).map((row) => [name(row), Number(row[column].value)]);
  }

  // page/elements.js
  function element(name, properties, ...children) {
    const created = Object.assign(document.createElement(name), properties);
    created.append(...children.filter((child) => child !== null));
    return created;
  }
  var faint = (text) => element("span", { className: "faint", textContent: text });
  var time = (date, properties = {}) => element("time", { textContent: date, ...properties });
  var reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

  // sparql/editor.js
  var TERMS = "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }";
  var RESULTS = "application/sparql-results+json";
  var load = (name, properties) => new Promise((done, failed) => document.head.append(element(name, { ...properties, onload: done, onerror: failed })));
  var request = (text, accept) => fetch("/sparql", {
    method: "POST",
    body: new URLSearchParams({ query: text }),
    headers: { Accept: accept, "Accept-Language": document.documentElement.lang }
  });
  async function findTerms() {
    const reply = await request(TERMS, RESULTS);
    return reply.ok ? (await reply.json()).results.bindings.map((row) => row.t.value) : [];
  }
  function registerCompletion(prefixes2) {
    const known2 = { ...Yasqe.Autocompleters };
    const terms = findTerms();
    const completer = (name) => ({
      name,
      bulk: true,
      autoShow: false,
      persistenceId: null,
      isValidCompletionPosition: (yasqe) => known2[name].isValidCompletionPosition(yasqe),
      get: async () => terms,
      preProcessToken: (yasqe, token) => known2[name].preProcessToken(yasqe, token),
      postProcessSuggestion: (yasqe, token, suggestion) => known2[name].postProcessSuggestion(yasqe, token, suggestion)
    });
    const lines = Object.entries(prefixes2).map(([prefix, iri]) => `${prefix}: <${iri}>`);
    const ofPrefixes = { ...known2.prefixes, get: async () => lines, persistenceId: null };
    for (const created of [completer("class"), completer("property"), ofPrefixes])
      Yasqe.registerAutocompleter(created, true);
  }
  async function openEditor(place, value, prefixes2) {
    if (!("built" in place.dataset)) return null;
    try {
      await load("link", { rel: "stylesheet", href: "/static/editor/yasqe.min.css" });
      await load("script", { src: "/static/editor/yasqe.min.js" });
    } catch {
      return null;
    }
    registerCompletion(prefixes2);
    place.replaceChildren();
    const editor2 = new Yasqe(place, {
      value,
      showQueryButton: false,
      persistenceId: null,
      createShareableLink: null,
      resizeable: true,
      requestConfig: { endpoint: "/sparql" }
    });
    const inQuery = editor2.getPrefixesFromQuery.bind(editor2);
    editor2.getPrefixesFromQuery = () => ({ ...prefixes2, ...inQuery() });
    editor2.getInputField().setAttribute("aria-label", "SPARQL");
    return editor2;
  }

  // sparql/names.js
  var MEDIA = "application/sparql-results+json";
  var NAME = "<http://www.w3.org/2004/02/skos/core#prefLabel>";
  var isIri = (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|^`\\]+$/i.test(text);
  async function namesOf(texts) {
    const iris = texts.filter(isIri).map((iri) => `<${iri}>`);
    if (!iris.length) return /* @__PURE__ */ new Map();
    try {
      const query2 = `SELECT ?i (SAMPLE(?n) AS ?name) { VALUES ?i { ${iris.join(" ")} } ?i ${NAME} ?n } GROUP BY ?i`;
      const reply = await request(query2, MEDIA);
      if (!reply.ok) return /* @__PURE__ */ new Map();
      return new Map((await reply.json()).results.bindings.map(({ i, name }) => [i.value, name.value]));
    } catch {
      return /* @__PURE__ */ new Map();
    }
  }
  var known = /* @__PURE__ */ new Map();
  async function addEventNames(place, base2) {
    const links = [...place.querySelectorAll("a")].filter((link) => link.title.startsWith(`${base2}event/`));
    const iris = new Set(links.map((link) => link.title));
    for (const [iri, name] of await namesOf([...iris].filter((each) => !known.has(each)))) known.set(iri, name);
    for (const link of links) if (known.has(link.title)) link.after(" ", faint(known.get(link.title)));
  }

  // sparql/drawings.js
  var MAX_NODES = 120;
  var MAX_BARS = 60;
  var MAX_NAMES = 500;
  function endsChooser(columns, draw, localised2) {
    const pairs = columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]));
    const choices = [
      [localised2("每行首尾两个实体", "first and last entity of a row"), null],
      ...pairs.map((pair) => [pair.map((name) => `?${name}`).join(" – "), pair]),
      [localised2("每行所有实体，两两相连", "all entities of a row, in pairs"), ALL_PAIRS]
    ];
    const list = element(
      "select",
      { id: "ends" },
      ...choices.map(([name], at) => element("option", { value: at, textContent: name }))
    );
    list.addEventListener("change", () => draw(choices[Number(list.value)][1]));
    return element("label", { className: "tools" }, localised2("连线 ", "Edges "), list);
  }
  async function showNetwork(answer2, place, tools2) {
    if (!window.vis) await tools2.load("script", { src: "/static/vis-network.min.js" });
    const columns = entityColumns(answer2);
    const picture = element("div", {});
    const draw = (ends) => drawPairs(joinedEdges(answer2, MAX_NODES, ends), picture, tools2);
    place.replaceChildren(...columns.length > 2 ? [endsChooser(columns, draw, tools2.localised)] : [], picture);
    draw(null);
  }
  var CLASSES = ["Person", "Organisation", "Event", "Place", "Award"];
  var classOf = (address) => CLASSES.find((name) => address?.startsWith(`/id/${name.toLowerCase()}/`)) ?? CLASSES[0];
  async function drawPairs({ nodes, edges, leftOut }, place, { label: label2, addressOf: addressOf2, localised: localised2 }) {
    const turn = /* @__PURE__ */ Symbol("the network that is wanted last");
    place.turn = turn;
    const names = await namesOf(nodes.map(([id]) => id));
    if (place.turn !== turn) return;
    const nameOf = (id) => names.get(id) ?? label2(id);
    if (!edges.length)
      return place.replaceChildren(element("p", { textContent: localised2("没有两个一组的结果。", "No pairs to draw.") }));
    const box = element("div", { style: "height: 36rem" });
    const said = leftOut ? localised2(
      `画出联系最多的 ${nodes.length} 个；另有 ${leftOut} 个未画。`,
      `The ${nodes.length} with the most links; ${leftOut} are left out.`
    ) : "";
    place.replaceChildren(element("p", { className: "faint", textContent: said }), box);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const network = new vis.Network(
      box,
      {
        nodes: nodes.map(([id, degree]) => ({
          id,
          label: shorten(nameOf(id), 12),
          title: nameOf(id),
          value: degree,
          color: colour(`--${classOf(addressOf2(id))}`)
        })),
        edges: edges.map(({ from, to, name, count }) => ({
          from,
          to,
          label: edges.length < 60 ? name : "",
          title: name,
          value: count,
          arrows: "to"
        }))
      },
      {
        nodes: {
          shape: "dot",
          font: { color: colour("--ink"), size: 15 },
          scaling: { min: 6, max: 22 }
        },
        edges: {
          color: { color: colour("--faint"), opacity: 0.5, highlight: colour("--accent") },
          font: { size: 10, color: colour("--faint"), strokeWidth: 0 },
          scaling: { min: 1, max: 5 },
          smooth: false
        },
        physics: {
          solver: "forceAtlas2Based",
          forceAtlas2Based: { gravitationalConstant: -60, springLength: 90, avoidOverlap: 0.6 },
          stabilization: { iterations: 250 }
        },
        layout: { randomSeed: 1, improvedLayout: nodes.length < 150 }
      }
    );
    network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
    network.on("doubleClick", ({ nodes: [iri] }) => iri && addressOf2(iri) && location.assign(addressOf2(iri)));
  }
  function resultTimeline(answer2, { termNode: termNode2, localised: localised2 }) {
    const rows = datedRows(answer2);
    if (!rows.length) return element("p", { textContent: localised2("结果中没有日期。", "No column holds dates.") });
    const item = ([date, row]) => {
      const others = answer2.head.vars.filter((name) => row[name] && row[name].value !== date);
      const when = time(date, { dateTime: date });
      return element("li", {}, when, ...others.flatMap((name) => [termNode2(row[name]), " "]));
    };
    return element("ol", { className: "timeline" }, ...rows.map(item));
  }
  async function showBars(answer2, place, { label: label2, localised: localised2 }) {
    const iris = new Set(
      answer2.results.bindings.flatMap(Object.values).flatMap(({ type, value }) => type === "uri" ? [value] : [])
    );
    const draw = (names2) => resultBars(
      countedRows(answer2, ({ type, value }) => type === "uri" ? names2.get(value) ?? label2(value) : value),
      localised2
    );
    const first2 = draw(/* @__PURE__ */ new Map());
    place.replaceChildren(first2);
    const names = await namesOf([...iris].slice(0, MAX_NAMES));
    if (names.size && first2.isConnected) place.replaceChildren(draw(names));
  }
  function resultBars(rows, localised2) {
    const most = Math.max(...rows.map(([, number]) => number));
    const bar = ([name, number]) => {
      const line = element("span", { className: "length" });
      line.style.width = `${100 * number / most}%`;
      return element(
        "li",
        {},
        element("span", { className: "name", textContent: name }),
        element("span", { className: "track" }, line),
        element("span", { className: "number", textContent: String(number) })
      );
    };
    const left = rows.length - MAX_BARS;
    const said = left > 0 ? localised2(`列出前 ${MAX_BARS} 个；另有 ${left} 个。`, `The first ${MAX_BARS}; ${left} more.`) : "";
    return element(
      "div",
      {},
      element("p", { className: "faint", textContent: said }),
      element("ol", { className: "chart" }, ...rows.slice(0, MAX_BARS).map(bar))
    );
  }

  // sparql/queries.js
  var KEY = "kg.sparql";
  var MAX_TABS = 12;
  var sparqlString = (text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replace(/[\n\r]+/g, " ")}"`;
  var filled = (ready2, values2) => ready2.parameters.reduce(
    (text, name) => text.replaceAll(`{{${name}}}`, () => sparqlString(values2[name] ?? "")),
    ready2.text
  );
  function fragmentOf({ name, values: values2, text }) {
    if (!name) return `#query=${encodeURIComponent(text)}`;
    const given = Object.entries(values2).filter(([, value]) => value);
    return `#${[name, ...given.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)].join("&")}`;
  }
  var decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  function queryOf(fragment) {
    const parts = fragment.replace(/^#/, "").split("&");
    if (!parts[0]) return null;
    if (parts[0].startsWith("query=")) return { text: decoded(fragment.replace(/^#?query=/, "")) };
    const values2 = parts.slice(1).map((part) => part.split("=").map(decoded));
    return { name: decoded(parts[0]), values: Object.fromEntries(values2.filter(([key]) => key)) };
  }
  function kept(storage) {
    try {
      const found = JSON.parse(storage.getItem(KEY)) ?? {};
      const tabs = Array.isArray(found.tabs) ? found.tabs.filter((text) => typeof text === "string") : [];
      const saved = Object.entries(found.saved ?? {}).filter(([, text]) => typeof text === "string");
      const open = Number.isInteger(found.open) && found.open < tabs.length && found.open >= 0 ? found.open : 0;
      return { tabs: tabs.slice(0, MAX_TABS), open, saved: Object.fromEntries(saved) };
    } catch {
      return { tabs: [], open: 0, saved: {} };
    }
  }
  function keep(storage, state2) {
    try {
      storage.setItem(KEY, JSON.stringify(state2));
    } catch {
    }
  }

  // core/sorting.js
  function sortRows(rows, valueOf, direction, language) {
    const { compare } = new Intl.Collator(language, { numeric: true });
    const compareValues = (a, b) => typeof a === "number" ? a - b : compare(a, b);
    return rows.map((row, index) => [valueOf(row), index, row]).sort(([a, m], [b, n]) => {
      const order = a === "" || b === "" ? (a === "") - (b === "") : direction * compareValues(a, b);
      return order || m - n;
    }).map(([, , row]) => row);
  }

  // sparql/table.js
  var SHOWN = 500;
  function resultTable({ head, results }, { base: base2, termNode: termNode2, localised: localised2, changed }) {
    const columns = head.vars;
    let sorted = null;
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
      const matching = words ? results.bindings.filter((row) => columns.some((c) => row[c]?.value.toLowerCase().includes(words))) : results.bindings;
      if (!sorted) return matching;
      const numeric = matching.every((row) => typeof valueOf(row, sorted[0]) === "number" || !row[sorted[0]]);
      const value = (row) => numeric ? valueOf(row, sorted[0]) : row[sorted[0]]?.value ?? "";
      return sortRows(matching, value, sorted[1], "zh");
    }
    function show() {
      const rows = left();
      const line = (row) => element("tr", {}, ...columns.map((name) => element("td", {}, termNode2(row[name]))));
      body.replaceChildren(...rows.slice(0, limit).map(line));
      addEventNames(body, base2);
      const cut = rows.length > limit;
      note.replaceChildren(
        localised2(
          `${Math.min(limit, rows.length)} / ${results.bindings.length} 行`,
          `${Math.min(limit, rows.length)} of ${results.bindings.length} rows`
        ),
        " "
      );
      if (cut) {
        const all = element("button", { type: "button", textContent: localised2("全部列出", "Show all") });
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
    const field2 = element("input", { type: "search", placeholder: localised2("筛选结果", "Filter the results") });
    field2.setAttribute("aria-label", field2.placeholder);
    field2.addEventListener("input", () => {
      words = field2.value.trim().toLowerCase();
      show();
    });
    show();
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...headCells)), body);
    return element("div", {}, element("div", { className: "bar" }, field2, note), table);
  }

  // sparql.js
  var RESULTS2 = "application/sparql-results+json";
  var find = (id) => document.getElementById(id);
  var readJson = (id) => JSON.parse(find(id).textContent);
  var ready = readJson("ready");
  var prefixes = readJson("prefixes");
  var { base } = document.body.dataset;
  var localised = (zh, en) => document.documentElement.lang === "zh" ? zh : en;
  var field = find("query");
  var status = find("status");
  var result = find("result");
  var views = [...document.querySelectorAll("[data-view]")];
  var first = field.value;
  var editor = null;
  var answer = null;
  var shown = null;
  var view = "table";
  var chosen = null;
  var state = kept(localStorage);
  var query = () => editor ? editor.getValue() : field.value;
  function setQuery(text) {
    if (!editor) return void (field.value = text);
    editor.setValue(text);
    editor.refresh();
  }
  function addressOf(iri) {
    const path = localPath(iri, base);
    return path === null ? isWebAddress(iri) ? iri : null : `/id/${path}`;
  }
  function readable(iri) {
    const text = shortIri(iri, prefixes, base);
    try {
      return decodeURI(text);
    } catch {
      return text;
    }
  }
  function termNode(term) {
    if (!term) return document.createTextNode("");
    if (term.type !== "uri") return document.createTextNode(term.value);
    const href = addressOf(term.value);
    const textContent = readable(term.value);
    return href ? element("a", { href, textContent, title: term.value }) : document.createTextNode(textContent);
  }
  var label = (name) => (name.startsWith(base) ? readable(name).replace(/^[a-z]+\//, "") : readable(name)).slice(0, 30);
  var tools = { base, load, label, addressOf, termNode, localised };
  function showAnswer() {
    for (const tab of views) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
    if (!answer) return;
    if (typeof answer === "string") return result.replaceChildren(element("pre", { textContent: answer }));
    if ("boolean" in answer)
      return result.replaceChildren(
        element("p", { textContent: answer.boolean ? localised("是", "true") : localised("否", "false") })
      );
    if (view === "network") return showNetwork(answer, result, tools);
    if (view === "timeline") return result.replaceChildren(resultTimeline(answer, tools));
    if (view === "bars") return showBars(answer, result, tools);
    result.replaceChildren(resultTable(answer, { ...tools, changed: (rows) => shown = rows }));
  }
  function showProblem(text) {
    status.textContent = "";
    answer = null;
    offerDownloads();
    const at = /(?:line |第 )(\d+)(?:, column | 行第 )(\d+)/.exec(text);
    const line = at ? query().split("\n")[Number(at[1]) - 1] : void 0;
    const said = element("p", { className: "problem", textContent: text });
    said.setAttribute("role", "alert");
    const title = element("p", {}, element("b", { textContent: localised("查询没有运行", "The query did not run") }));
    const where = line === void 0 ? null : element("pre", { textContent: `${line}
${" ".repeat(Number(at[2]) - 1)}↑` });
    result.replaceChildren(title, said, where ?? "");
  }
  var MEDIA2 = { csv: "text/csv", json: "application/json", turtle: "text/turtle" };
  function offerDownloads() {
    const isGraph = typeof answer === "string";
    find("csv").hidden = !answer?.results;
    find("json").hidden = !answer || isGraph;
    find("turtle").hidden = !isGraph;
  }
  function fileText(kind) {
    if (kind === "turtle") return answer;
    if (kind === "json") return JSON.stringify(answer);
    return csvText(resultRows(shown && view === "table" ? { ...answer, results: { bindings: shown } } : answer));
  }
  async function runQuery() {
    status.textContent = "…";
    keepTab();
    const began = performance.now();
    try {
      const reply = await request(query(), `${RESULTS2}, text/turtle;q=0.9`);
      const text = await reply.text();
      if (!reply.ok) return showProblem(text.trim());
      answer = reply.headers.get("Content-Type").includes("json") ? JSON.parse(text) : text;
      shown = null;
      const rows = answer.results ? localised(`${answer.results.bindings.length} 行，`, `${answer.results.bindings.length} rows, `) : "";
      status.textContent = `${rows}${((performance.now() - began) / 1e3).toFixed(2)} s`;
      offerDownloads();
      showAnswer();
    } catch (problem) {
      showProblem(localised(`服务器没有回答（${problem.message}）`, `The server did not answer (${problem.message})`));
    }
  }
  var values = () => Object.fromEntries([...find("parameters").querySelectorAll("input")].map((i) => [i.name, i.value]));
  function choose(name, given = {}) {
    chosen = ready.find((one) => one.name === name) ?? null;
    find("choice").value = chosen ? name : "";
    const fields = (chosen?.parameters ?? []).map((parameter, number) => {
      const input = element("input", { name: parameter, value: given[parameter] ?? "", type: "search" });
      return element("label", {}, `${chosen.labels[number]} `, input);
    });
    find("parameters").replaceChildren(...fields);
    if (chosen) setQuery(filled(chosen, given));
  }
  function runFromAddress() {
    const asked = queryOf(location.hash);
    if (!asked) return;
    if (asked.text !== void 0) {
      choose("");
      setQuery(asked.text);
    } else {
      choose(asked.name, asked.values);
      if (!chosen) return;
    }
    runQuery();
  }
  function goTo() {
    const isReady = chosen && query() === filled(chosen, values());
    const fragment = fragmentOf(isReady ? { name: chosen.name, values: values() } : { text: query() });
    if (location.hash === fragment) return runQuery();
    history.pushState(null, "", fragment);
    runQuery();
  }
  function keepTab() {
    state.tabs[state.open] = query();
    keep(localStorage, state);
    showTabs();
  }
  function openTab(number) {
    state.tabs[state.open] = query();
    state.open = number;
    choose("");
    setQuery(state.tabs[number] ?? first);
    state.tabs[number] ??= first;
    keep(localStorage, state);
    showTabs();
  }
  function showTabs() {
    const button = (textContent, press, properties = {}) => {
      const created = element("button", { type: "button", textContent, ...properties });
      created.addEventListener("click", press);
      return created;
    };
    const tabs = (state.tabs.length ? state.tabs : [first]).map((text, number) => {
      const created = button(`${localised("查询", "Query")} ${number + 1}`, () => openTab(number), {
        title: text.slice(0, 200)
      });
      created.setAttribute("aria-pressed", String(number === state.open));
      return created;
    });
    const more = button("+", () => openTab(Math.max(1, state.tabs.length)), { title: localised("新查询", "New query") });
    const close = button("×", () => {
      state.tabs.splice(state.open, 1);
      state.open = Math.max(0, state.open - 1);
      setQuery(state.tabs[state.open] ?? first);
      keep(localStorage, state);
      showTabs();
    });
    close.title = localised("关闭此查询", "Close this query");
    find("queries").replaceChildren(...tabs, more, ...state.tabs.length > 1 ? [close] : []);
    const names = Object.keys(state.saved).sort();
    const option = (value, textContent) => element("option", { value, textContent });
    find("saved").replaceChildren(
      option("", localised("已保存的查询", "Saved queries")),
      ...names.map((n) => option(n, n))
    );
    find("forget").hidden = find("saved").hidden = !names.length;
  }
  function save() {
    const name = find("name").value.trim() || `${localised("查询", "Query")} ${Object.keys(state.saved).length + 1}`;
    state.saved[name] = query();
    find("name").value = "";
    keep(localStorage, state);
    showTabs();
    find("saved").value = name;
  }
  find("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    goTo();
  });
  find("choice").addEventListener("change", (event) => {
    choose(event.target.value);
    if (chosen) goTo();
  });
  find("parameters").addEventListener("input", () => setQuery(filled(chosen, values())));
  find("save").addEventListener("click", save);
  find("saved").addEventListener("change", (event) => {
    if (!event.target.value) return;
    choose("");
    setQuery(state.saved[event.target.value]);
  });
  find("forget").addEventListener("click", () => {
    delete state.saved[find("saved").value];
    keep(localStorage, state);
    showTabs();
  });
  for (const kind of Object.keys(MEDIA2))
    find(kind).addEventListener("click", (event) => {
      const link = event.currentTarget;
      link.href = URL.createObjectURL(new Blob([fileText(kind)], { type: MEDIA2[kind] }));
      setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
    });
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    goTo();
  });
  for (const tab of views)
    tab.addEventListener("click", () => {
      view = tab.dataset.view;
      showAnswer();
    });
  addEventListener("hashchange", runFromAddress);
  addEventListener("popstate", runFromAddress);
  window.kg = Object.freeze({ editor: () => editor, setQuery, runQuery });
  showTabs();
  openEditor(find("editor"), field.value, prefixes).then((opened) => {
    editor = opened;
    if (location.hash) runFromAddress();
    else if (state.tabs.length) setQuery(state.tabs[state.open]);
  });
})();
