// The query page: Yasqe if it is built in, else a plain text area; results as table, network, timeline or bars.
import { csvText, isWebAddress, localPath } from "./core/escaping.js";
import { resultRows, shortIri } from "./core/results.js";
import { element } from "./page/elements.js";
import { resultTimeline, showBars, showNetwork } from "./sparql/drawings.js";
import { load, openEditor, request } from "./sparql/editor.js";
import { filled, fragmentOf, keep, kept, queryOf } from "./sparql/queries.js";
import { resultTable } from "./sparql/table.js";

const RESULTS = "application/sparql-results+json";

const find = (id) => document.getElementById(id);
const readJson = (id) => JSON.parse(find(id).textContent);
const ready = readJson("ready");
const prefixes = readJson("prefixes");
const { base } = document.body.dataset;
const localised = (zh, en) => (document.documentElement.lang === "zh" ? zh : en);
const field = find("query");
const status = find("status");
const result = find("result");
const views = [...document.querySelectorAll("[data-view]")];
const first = field.value; // the query that the page comes with
let editor = null;
let answer = null; // the results, or the text of a graph
let shown = null; // the rows of the table as it is sorted and filtered
let view = "table";
let chosen = null; // the ready-made query whose parameters are shown
const state = kept(localStorage);

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

/** Returns an IRI as it is read: shortened, its percent-encoding undone. */
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

const label = (name) => (name.startsWith(base) ? readable(name).replace(/^[a-z]+\//, "") : readable(name)).slice(0, 30);
const tools = { base, load, label, addressOf, termNode, localised };

function showAnswer() {
  for (const tab of views) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
  if (!answer) return;
  if (typeof answer === "string") return result.replaceChildren(element("pre", { textContent: answer }));
  if ("boolean" in answer)
    return result.replaceChildren(
      element("p", { textContent: answer.boolean ? localised("是", "true") : localised("否", "false") }),
    );
  if (view === "network") return showNetwork(answer, result, tools);
  if (view === "timeline") return result.replaceChildren(resultTimeline(answer, tools));
  if (view === "bars") return showBars(answer, result, tools);
  result.replaceChildren(resultTable(answer, { ...tools, changed: (rows) => (shown = rows) }));
}

/** Shows what went wrong, with the line of the query where the server names one. */
function showProblem(text) {
  status.textContent = "";
  answer = null;
  offerDownloads();
  const at = /(?:line |第 )(\d+)(?:, column | 行第 )(\d+)/.exec(text);
  const line = at ? query().split("\n")[Number(at[1]) - 1] : undefined;
  const said = element("p", { className: "problem", textContent: text });
  said.setAttribute("role", "alert");
  const title = element("p", {}, element("b", { textContent: localised("查询没有运行", "The query did not run") }));
  const where =
    line === undefined ? null : element("pre", { textContent: `${line}\n${" ".repeat(Number(at[2]) - 1)}↑` });
  result.replaceChildren(title, said, where ?? "");
}

const MEDIA = { csv: "text/csv", json: "application/json", turtle: "text/turtle" };

/** Offers the result as the files that there are of it: rows as CSV and JSON, a graph as Turtle. */
function offerDownloads() {
  const isGraph = typeof answer === "string";
  find("csv").hidden = !answer?.results;
  find("json").hidden = !answer || isGraph;
  find("turtle").hidden = !isGraph;
}

/** Returns the text of a file; the table as it is sorted and filtered. */
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
    const reply = await request(query(), `${RESULTS}, text/turtle;q=0.9`);
    const text = await reply.text();
    if (!reply.ok) return showProblem(text.trim());
    answer = reply.headers.get("Content-Type").includes("json") ? JSON.parse(text) : text;
    shown = null;
    const rows = answer.results
      ? localised(`${answer.results.bindings.length} 行，`, `${answer.results.bindings.length} rows, `)
      : "";
    status.textContent = `${rows}${((performance.now() - began) / 1000).toFixed(2)} s`;
    offerDownloads();
    showAnswer();
  } catch (problem) {
    showProblem(localised(`服务器没有回答（${problem.message}）`, `The server did not answer (${problem.message})`));
  }
}

const values = () =>
  Object.fromEntries([...find("parameters").querySelectorAll("input")].map((i) => [i.name, i.value]));

/** Shows a ready-made query: its text, with a field for each parameter. */
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
  if (asked.text !== undefined) {
    choose("");
    setQuery(asked.text);
  } else {
    choose(asked.name, asked.values);
    if (!chosen) return;
  }
  runQuery();
}

/** Leads to the query that is in the editor, so that its address can be copied; runs it. */
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
      title: text.slice(0, 200),
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
  find("queries").replaceChildren(...tabs, more, ...(state.tabs.length > 1 ? [close] : []));
  const names = Object.keys(state.saved).sort();
  const option = (value, textContent) => element("option", { value, textContent });
  find("saved").replaceChildren(
    option("", localised("已保存的查询", "Saved queries")),
    ...names.map((n) => option(n, n)),
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
for (const kind of Object.keys(MEDIA))
  find(kind).addEventListener("click", (event) => {
    const link = event.currentTarget;
    link.href = URL.createObjectURL(new Blob([fileText(kind)], { type: MEDIA[kind] }));
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
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
window.kg = Object.freeze({ editor: () => editor, setQuery, runQuery }); // for the console and the tests
showTabs();
openEditor(find("editor"), field.value, prefixes).then((opened) => {
  editor = opened;
  if (location.hash) runFromAddress();
  else if (state.tabs.length) setQuery(state.tabs[state.open]);
});
