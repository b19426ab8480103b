// The query page: Yasqe where it is built in, else a plain text area; results as table, network or timeline.
const ready = JSON.parse(document.getElementById("ready").textContent);
const prefixes = JSON.parse(document.getElementById("prefixes").textContent);
const base = document.body.dataset.base;
const field = document.getElementById("query");
const told = document.getElementById("told");
const result = document.getElementById("result");
const tabs = [...document.querySelectorAll('[role="tab"]')];
let editor = null;
let answer = null;
let view = "table";

function make(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

function added(name, properties) {
  return new Promise((done, failed) => document.head.append(make(name, { ...properties, onload: done, onerror: failed })));
}

async function completions() {
  const asked = "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }";
  const reply = await fetch("/sparql", { method: "POST", body: new URLSearchParams({ query: asked }), headers: { Accept: "application/sparql-results+json" } });
  return reply.ok ? (await reply.json()).results.bindings.map((row) => row.t.value) : [];
}

async function setEditor() {
  try {
    await added("link", { rel: "stylesheet", href: "/static/editor/yasqe.min.css" });
    await added("script", { src: "/static/editor/yasqe.min.js" });
  } catch {
    return; // the text area stays
  }
  const text = field.value;
  const place = document.getElementById("editor");
  const known = { ...Yasqe.Autocompleters };
  const terms = completions();
  const completer = (name, valid) => ({
    name, bulk: true, autoShow: false, persistenceId: null,
    isValidCompletionPosition: valid,
    get: async () => terms,
    preProcessToken: (yasqe, token) => known[name].preProcessToken(yasqe, token),
    postProcessSuggestion: (yasqe, token, suggestion) => known[name].postProcessSuggestion(yasqe, token, suggestion),
  });
  const own = ["class", "property"].map((name) => completer(name, (yasqe) => known[name].isValidCompletionPosition(yasqe)));
  const prefix = { ...known.prefixes, get: async () => Object.entries(prefixes).map(([p, iri]) => `${p}: <${iri}>`), persistenceId: null };
  for (const c of [...own, prefix]) Yasqe.registerAutocompleter(c, true);
  place.replaceChildren();
  editor = new Yasqe(place, { value: text, showQueryButton: false, persistenceId: null, createShareableLink: null, resizeable: true, requestConfig: { endpoint: "/sparql" } });
  editor.getInputField().setAttribute("aria-label", "SPARQL");
}

const query = () => (editor ? editor.getValue() : field.value);
function setQuery(text) {
  if (!editor) return void (field.value = text);
  editor.setValue(text);
  editor.refresh();
}

function href(iri) {
  return iri.startsWith(base) ? "/id/" + iri.slice(base.length).split("/").map(encodeURIComponent).join("/") : /^https?:/.test(iri) ? iri : null;
}

function shown(term) {
  if (!term) return document.createTextNode("");
  if (term.type !== "uri") return document.createTextNode(term.value);
  const known = Object.entries(prefixes).find(([, namespace]) => term.value.startsWith(namespace));
  const text = known ? `${known[0]}:${term.value.slice(known[1].length)}` : term.value.startsWith(base) ? term.value.slice(base.length) : term.value;
  const to = href(term.value);
  return to ? make("a", { href: to, textContent: text }) : document.createTextNode(text);
}

function table() {
  const columns = answer.head.vars;
  const head = make("tr", {}, ...columns.map((c) => make("th", { scope: "col", textContent: c })));
  const rows = answer.results.bindings.map((row) => make("tr", {}, ...columns.map((c) => make("td", {}, shown(row[c])))));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
}

// An edge for each row: between its first two things (IRIs, else names), labelled with what stands between them.
function edges() {
  const columns = answer.head.vars;
  const found = [];
  for (const row of answer.results.bindings) {
    const there = columns.filter((c) => row[c]);
    const iris = there.filter((c) => row[c].type === "uri" && !row[c].value.includes("/ontology#"));
    const ends = iris.length > 1 ? iris : there.filter((c) => row[c].type === "uri" || !row[c].datatype);
    if (ends.length > 1) {
      const words = there.filter((c) => c !== ends[0] && c !== ends.at(-1)).map((c) => row[c].value.replace(/^.*[#/]/, ""));
      found.push([row[ends[0]], row[ends.at(-1)], words.join(" ").slice(0, 24)]);
    }
  }
  return found;
}

async function network() {
  if (!window.vis) await added("script", { src: "/static/vis-network.min.js" });
  const box = make("div", { style: "height: 36rem" });
  result.replaceChildren(box);
  const name = (term) => decodeURIComponent(term.value.replace(base, "").replace(/^[a-z]+\//, "")).slice(0, 30);
  const nodes = new Map();
  const links = edges().slice(0, 2000).map(([a, b, label]) => {
    for (const term of [a, b]) nodes.set(term.value, { id: term.value, label: name(term), shape: "dot", size: 9 });
    return { from: a.value, to: b.value, label, arrows: "to" };
  });
  if (!links.length) return result.replaceChildren(make("p", { textContent: "没有两个一组的结果。No pairs to draw." }));
  const ink = getComputedStyle(document.body).color;
  const drawn = new vis.Network(box, { nodes: [...nodes.values()], edges: links }, {
    nodes: { font: { color: ink } }, edges: { font: { size: 11, color: ink, strokeWidth: 0 } },
    physics: { barnesHut: { centralGravity: 1.2, springLength: 70 }, stabilization: { iterations: 150 } }, layout: { randomSeed: 1, improvedLayout: nodes.size < 150 },
  });
  drawn.once("stabilizationIterationsDone", () => drawn.setOptions({ physics: false }));
  drawn.on("doubleClick", ({ nodes: [iri] }) => iri && href(iri) && location.assign(href(iri)));
}

function timeline() {
  const columns = answer.head.vars;
  const day = (row) => columns.map((c) => row[c]?.value ?? "").find((v) => /^\d{4}(-\d\d){0,2}$/.test(v)) ?? "";
  const rows = answer.results.bindings.map((row) => [day(row), row]).filter(([d]) => d).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  if (!rows.length) return make("p", { textContent: "结果中没有日期。No column holds dates." });
  const item = ([d, row]) => make("li", {}, make("time", { dateTime: d, textContent: d }), ...columns.filter((c) => row[c] && row[c].value !== d).flatMap((c) => [shown(row[c]), " "]));
  return make("ol", { className: "timeline" }, ...rows.map(item));
}

function show() {
  for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
  if (!answer) return;
  if (typeof answer === "string") return result.replaceChildren(make("pre", { textContent: answer }));
  if ("boolean" in answer) return result.replaceChildren(make("p", { textContent: answer.boolean ? "是 true" : "否 false" }));
  if (view === "network") return network();
  result.replaceChildren(view === "table" ? table() : timeline());
}

async function run() {
  told.textContent = "…";
  const began = performance.now();
  const headers = { Accept: "application/sparql-results+json, text/turtle;q=0.9" };
  try {
    const reply = await fetch("/sparql", { method: "POST", headers, body: new URLSearchParams({ query: query() }) });
    const text = await reply.text();
    if (!reply.ok) {
      told.textContent = "";
      answer = null;
      return result.replaceChildren(make("p", { className: "problem", role: "alert", textContent: text }));
    }
    answer = reply.headers.get("Content-Type").includes("json") ? JSON.parse(text) : text;
    const rows = answer.results ? `${answer.results.bindings.length} 行 rows, ` : "";
    told.textContent = `${rows}${((performance.now() - began) / 1000).toFixed(2)} s`;
    const link = (id, media) => Object.assign(document.getElementById(id), { href: URL.createObjectURL(new Blob([id === "csv" ? csv() : text], { type: media })) });
    link("json", "application/json");
    if (answer.results) link("csv", "text/csv");
    show();
  } catch (problem) {
    told.textContent = "";
    result.replaceChildren(make("p", { className: "problem", role: "alert", textContent: String(problem) }));
  }
}

function csv() {
  if (!answer.results) return "";
  const cell = (v) => `"${(/^[=+@-]/.test(v) ? "'" : "") + v.replaceAll('"', '""')}"`;
  const rows = answer.results.bindings.map((row) => answer.head.vars.map((c) => cell(row[c]?.value ?? "")).join(","));
  return "\ufeff" + [answer.head.vars.map(cell).join(","), ...rows].join("\r\n");
}

function choose(name) {
  const found = ready.find((q) => q.name === name);
  if (!found) return;
  document.getElementById("choice").value = name;
  setQuery(found.text);
  run();
}

document.getElementById("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
document.getElementById("choice").addEventListener("change", (event) => choose(event.target.value));
addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
for (const tab of tabs) tab.addEventListener("click", () => { view = tab.dataset.view; show(); });
const fromAddress = () => choose(decodeURIComponent(location.hash.slice(1)));
addEventListener("hashchange", fromAddress);
setEditor().then(fromAddress);
