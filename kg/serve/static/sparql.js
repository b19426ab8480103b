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
  var compareText = (a, b) => a < b ? -1 : a > b ? 1 : 0;

  // core/results.js
  var ONTOLOGY = "/ontology#";
  var resultRows = ({ head, results }) => [
    head.vars,
    ...results.bindings.map((row) => head.vars.map((column) => row[column]?.value ?? ""))
  ];
  function resultEdges({ head, results }) {
    const edges = [];
    for (const row of results.bindings) {
      const bound = head.vars.filter((column) => row[column]);
      const iris = bound.filter((column) => row[column].type === "uri" && !row[column].value.includes(ONTOLOGY));
      const ends = iris.length > 1 ? iris : bound.filter((column) => row[column].type === "uri" || !row[column].datatype);
      if (ends.length < 2) continue;
      const between = bound.filter((column) => column !== ends[0] && column !== ends.at(-1));
      const words = between.map((column) => row[column].value.replace(/^.*[#/]/, ""));
      edges.push([row[ends[0]], row[ends.at(-1)], words.join(" ").slice(0, 24)]);
    }
    return edges;
  }
  function datedRows({ head, results }) {
    const dateIn = (row) => head.vars.map((column) => row[column]?.value ?? "").find((value) => /^\d{4}(-\d\d){0,2}$/.test(value)) ?? "";
    return results.bindings.map((row) => [dateIn(row), row]).filter(([date]) => date).sort(([a], [b]) => compareText(a, b));
  }
  function shortIri(iri, prefixes2, base2) {
    const known = Object.entries(prefixes2).find(([, namespace]) => iri.startsWith(namespace));
    if (known) return `${known[0]}:${iri.slice(known[1].length)}`;
    return iri.startsWith(base2) ? iri.slice(base2.length) : iri;
  }

  // page/elements.js
  function element(name, properties, ...children) {
    const created = Object.assign(document.createElement(name), properties);
    created.append(...children.filter((child) => child !== null));
    return created;
  }
  var time = (date, properties = {}) => element("time", { textContent: date, ...properties });
  var reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");

  // sparql.js
  var MAX_EDGES = 2e3;
  var TERMS = "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }";
  var RESULTS = "application/sparql-results+json";
  var readJson = (id) => JSON.parse(document.getElementById(id).textContent);
  var ready = readJson("ready");
  var prefixes = readJson("prefixes");
  var { base } = document.body.dataset;
  var field = document.getElementById("query");
  var status = document.getElementById("status");
  var result = document.getElementById("result");
  var tabs = [...document.querySelectorAll('[role="tab"]')];
  var editor = null;
  var answer = null;
  var view = "table";
  var load = (name, properties) => new Promise((done, failed) => document.head.append(element(name, { ...properties, onload: done, onerror: failed })));
  var request = (text, accept) => fetch("/sparql", { method: "POST", body: new URLSearchParams({ query: text }), headers: { Accept: accept } });
  async function findTerms() {
    const reply = await request(TERMS, RESULTS);
    return reply.ok ? (await reply.json()).results.bindings.map((row) => row.t.value) : [];
  }
  function registerCompletion() {
    const known = { ...Yasqe.Autocompleters };
    const terms = findTerms();
    const completer = (name) => ({
      name,
      bulk: true,
      autoShow: false,
      persistenceId: null,
      isValidCompletionPosition: (yasqe) => known[name].isValidCompletionPosition(yasqe),
      get: async () => terms,
      preProcessToken: (yasqe, token) => known[name].preProcessToken(yasqe, token),
      postProcessSuggestion: (yasqe, token, suggestion) => known[name].postProcessSuggestion(yasqe, token, suggestion)
    });
    const lines = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
    const ofPrefixes = { ...known.prefixes, get: async () => lines, persistenceId: null };
    for (const created of [completer("class"), completer("property"), ofPrefixes])
      Yasqe.registerAutocompleter(created, true);
  }
  async function openEditor() {
    try {
      await load("link", { rel: "stylesheet", href: "/static/editor/yasqe.min.css" });
      await load("script", { src: "/static/editor/yasqe.min.js" });
    } catch {
      return;
    }
    registerCompletion();
    const place = document.getElementById("editor");
    const value = field.value;
    place.replaceChildren();
    editor = new Yasqe(place, {
      value,
      showQueryButton: false,
      persistenceId: null,
      createShareableLink: null,
      resizeable: true,
      requestConfig: { endpoint: "/sparql" }
    });
    editor.getInputField().setAttribute("aria-label", "SPARQL");
  }
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
  function termNode(term) {
    if (!term) return document.createTextNode("");
    if (term.type !== "uri") return document.createTextNode(term.value);
    const text = shortIri(term.value, prefixes, base);
    const href = addressOf(term.value);
    return href ? element("a", { href, textContent: text }) : document.createTextNode(text);
  }
  function resultTable() {
    const columns = answer.head.vars;
    const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col", textContent: name })));
    const row = (binding) => element("tr", {}, ...columns.map((name) => element("td", {}, termNode(binding[name]))));
    const rows = answer.results.bindings.map(row);
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows));
  }
  async function showNetwork() {
    if (!window.vis) await load("script", { src: "/static/vis-network.min.js" });
    const box = element("div", { style: "height: 36rem" });
    result.replaceChildren(box);
    const label = (iri) => decodeURIComponent(iri.replace(base, "").replace(/^[a-z]+\//, "")).slice(0, 30);
    const nodes = /* @__PURE__ */ new Map();
    const edges = resultEdges(answer).slice(0, MAX_EDGES).map(([from, to, name]) => {
      for (const { value: id } of [from, to]) nodes.set(id, { id, label: label(id), shape: "dot", size: 9 });
      return { from: from.value, to: to.value, label: name, arrows: "to" };
    });
    if (!edges.length)
      return result.replaceChildren(element("p", { textContent: "没有两个一组的结果。No pairs to draw." }));
    const { color } = getComputedStyle(document.body);
    const network = new vis.Network(
      box,
      { nodes: [...nodes.values()], edges },
      {
        nodes: { font: { color } },
        edges: { font: { size: 11, color, strokeWidth: 0 } },
        physics: { barnesHut: { centralGravity: 1.2, springLength: 70 }, stabilization: { iterations: 150 } },
        layout: { randomSeed: 1, improvedLayout: nodes.size < 150 }
      }
    );
    network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
    network.on("doubleClick", ({ nodes: [iri] }) => iri && addressOf(iri) && location.assign(addressOf(iri)));
  }
  function resultTimeline() {
    const rows = datedRows(answer);
    if (!rows.length) return element("p", { textContent: "结果中没有日期。No column holds dates." });
    const item = ([date, row]) => {
      const others = answer.head.vars.filter((name) => row[name] && row[name].value !== date);
      const when = time(date, { dateTime: date });
      return element("li", {}, when, ...others.flatMap((name) => [termNode(row[name]), " "]));
    };
    return element("ol", { className: "timeline" }, ...rows.map(item));
  }
  function showAnswer() {
    for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
    if (!answer) return;
    if (typeof answer === "string") return result.replaceChildren(element("pre", { textContent: answer }));
    if ("boolean" in answer)
      return result.replaceChildren(element("p", { textContent: answer.boolean ? "是 true" : "否 false" }));
    if (view === "network") return showNetwork();
    result.replaceChildren(view === "table" ? resultTable() : resultTimeline());
  }
  function showProblem(text) {
    status.textContent = "";
    answer = null;
    result.replaceChildren(element("p", { className: "problem", role: "alert", textContent: text }));
  }
  function offerDownload(id, text, type) {
    document.getElementById(id).href = URL.createObjectURL(new Blob([text], { type }));
  }
  async function runQuery() {
    status.textContent = "…";
    const began = performance.now();
    try {
      const reply = await request(query(), `${RESULTS}, text/turtle;q=0.9`);
      const text = await reply.text();
      if (!reply.ok) return showProblem(text);
      answer = reply.headers.get("Content-Type").includes("json") ? JSON.parse(text) : text;
      const rows = answer.results ? `${answer.results.bindings.length} 行 rows, ` : "";
      status.textContent = `${rows}${((performance.now() - began) / 1e3).toFixed(2)} s`;
      offerDownload("json", text, "application/json");
      if (answer.results) offerDownload("csv", csvText(resultRows(answer)), "text/csv");
      showAnswer();
    } catch (problem) {
      showProblem(String(problem));
    }
  }
  function runReady(name) {
    const found = ready.find((one) => one.name === name);
    if (!found) return;
    document.getElementById("choice").value = name;
    setQuery(found.text);
    runQuery();
  }
  var runFromAddress = () => runReady(decodeURIComponent(location.hash.slice(1)));
  document.getElementById("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    runQuery();
  });
  document.getElementById("choice").addEventListener("change", (event) => runReady(event.target.value));
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    runQuery();
  });
  for (const tab of tabs)
    tab.addEventListener("click", () => {
      view = tab.dataset.view;
      showAnswer();
    });
  addEventListener("hashchange", runFromAddress);
  window.kg = Object.freeze({ editor: () => editor, setQuery, runQuery });
  openEditor().then(runFromAddress);
})();
