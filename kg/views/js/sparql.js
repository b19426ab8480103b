// The query page: Yasqe if it is built in, else a plain text area; results as table, network or timeline.
import { csvText, isWebAddress, localPath } from "./core/escaping.js";
import { datedRows, resultEdges, resultRows, shortIri } from "./core/results.js";
import { element, time } from "./page/elements.js";

const MAX_EDGES = 2000;
const TERMS = "PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }"; // for completion
const RESULTS = "application/sparql-results+json";

const readJson = (id) => JSON.parse(document.getElementById(id).textContent);
const ready = readJson("ready");
const prefixes = readJson("prefixes");
const { base } = document.body.dataset;
const field = document.getElementById("query");
const status = document.getElementById("status");
const result = document.getElementById("result");
const tabs = [...document.querySelectorAll('[role="tab"]')];
let editor = null;
let answer = null; // the results, or the text of a graph
let view = "table";

/** Loads a script or a style. */
const load = (name, properties) =>
  new Promise((done, failed) => document.head.append(element(name, { ...properties, onload: done, onerror: failed })));

const request = (text, accept) =>
  fetch("/sparql", { method: "POST", body: new URLSearchParams({ query: text }), headers: { Accept: accept } });

async function findTerms() {
  const reply = await request(TERMS, RESULTS);
  return reply.ok ? (await reply.json()).results.bindings.map((row) => row.t.value) : [];
}

/** Lets the editor complete the prefixes of the page, and the terms of the graph. */
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
    postProcessSuggestion: (yasqe, token, suggestion) => known[name].postProcessSuggestion(yasqe, token, suggestion),
  });
  const lines = Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  const ofPrefixes = { ...known.prefixes, get: async () => lines, persistenceId: null };
  for (const created of [completer("class"), completer("property"), ofPrefixes])
    Yasqe.registerAutocompleter(created, true);
}

/** Replaces the text area by the editor, if there is one. */
async function openEditor() {
  try {
    await load("link", { rel: "stylesheet", href: "/static/editor/yasqe.min.css" });
    await load("script", { src: "/static/editor/yasqe.min.js" });
  } catch {
    return; // the text area stays
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
    requestConfig: { endpoint: "/sparql" },
  });
  editor.getInputField().setAttribute("aria-label", "SPARQL");
}

const query = () => (editor ? editor.getValue() : field.value);
function setQuery(text) {
  if (!editor) return void (field.value = text);
  editor.setValue(text);
  editor.refresh();
}

/** Returns where an IRI leads: to its page here, to the web, or nowhere (null). */
function addressOf(iri) {
  const path = localPath(iri, base);
  return path === null ? (isWebAddress(iri) ? iri : null) : `/id/${path}`;
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
  const nodes = new Map();
  const edges = resultEdges(answer)
    .slice(0, MAX_EDGES)
    .map(([from, to, name]) => {
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
      layout: { randomSeed: 1, improvedLayout: nodes.size < 150 },
    },
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
    status.textContent = `${rows}${((performance.now() - began) / 1000).toFixed(2)} s`;
    offerDownload("json", text, "application/json");
    if (answer.results) offerDownload("csv", csvText(resultRows(answer)), "text/csv");
    showAnswer();
  } catch (problem) {
    showProblem(String(problem));
  }
}

/** Runs the ready-made query of this name, if there is one. */
function runReady(name) {
  const found = ready.find((one) => one.name === name);
  if (!found) return;
  document.getElementById("choice").value = name;
  setQuery(found.text);
  runQuery();
}

const runFromAddress = () => runReady(decodeURIComponent(location.hash.slice(1)));

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
window.kg = Object.freeze({ editor: () => editor, setQuery, runQuery }); // for the console and the tests
openEditor().then(runFromAddress);
