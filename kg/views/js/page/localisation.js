// Localisation: the texts of the page in both languages. Elements have their own texts as data-zh and data-en.
import { element } from "./elements.js";
import { data, graph, kinds } from "./data.js";
import { onChangeOfView, state } from "./state.js";

/** Returns one of two texts, by the language of the page. */
export const localised = (zh, en) => (state.language === "zh" ? zh : en);
const localisedPair = (pair) => localised(...pair);

// The names of properties and values come from graphs: in a Map, none is taken already (as "constructor" of an object is).
const mapOf = (name) => new Map(Object.entries(data[name]));
const properties = mapOf("properties");
const values = mapOf("values");
const types = mapOf("types");
const facts = mapOf("factNames");

/** Names what the object of a property is to its subject or, where `forward` is false, the subject to its object. */
export function propertyName(predicate, forward = true) {
  const names = properties.get(predicate);
  return names ? localisedPair(names[forward ? 0 : 1]) : predicate;
}

export const factOrder = [...facts.keys()];
export const factName = (name) => (facts.has(name) ? localisedPair(facts.get(name)) : name);
export const valueName = (value) => localised(values.get(value), value) ?? value;
export const typeName = (type) => (types.has(type) && localisedPair(types.get(type))) || type;
export const kindPlural = (kind) => localised(kinds.get(kind).zh, kinds.get(kind).en);
/** Returns a number of things of a kind, more than one. */
export const countedKind = (kind, count) =>
  localised(`${count} 个${kinds.get(kind).zh}`, `${count} ${kinds.get(kind).en.toLowerCase()}`);
export const kindOf = (id) => localised(kinds.get(graph.nodes[id].group).zh, graph.nodes[id].group);
export const tenureName = (tenure) => (tenure && tenure !== "current" ? valueName(tenure) + localised("", " ") : "");

/** Returns a Chinese name in Latin letters; "" for events and for other names. */
export const soundOf = (id) => graph.nodes[id].roman;

/** Returns a name for the page's language: in English, persons and places with their sound. */
export function displayName(id) {
  const sounds = state.language === "en" && ["Person", "Place"].includes(graph.nodes[id].group);
  return [graph.nodes[id].label, sounds && soundOf(id)].filter(Boolean).join(" ");
}

/** Returns the label of an edge by its statements: the title of a position, else the property. */
export function edgeLabel(edge) {
  const names = edge.statements.map(([predicate, title]) => title || propertyName(predicate));
  return [...new Set(names)].join(localised("、", ", "));
}

export const joinNames = (names) => names.join(localised("、", ", "));

/** Returns the title of the page; that of a whole graph is in both languages. */
export const pageTitle = () => localised(data.title, data.title.replace("新闻知识图谱", "News graph"));

function translateElements() {
  document.documentElement.lang = localised("zh-Hans", "en");
  document.querySelector("h1 a, h1").textContent = pageTitle();
  for (const part of document.querySelectorAll("[data-zh]")) part.textContent = part.dataset[state.language];
  for (const part of document.querySelectorAll("[data-name-zh]")) {
    const name = localised(part.dataset.nameZh, part.dataset.nameEn);
    part.setAttribute("aria-label", name);
    if (part.matches("button")) part.title = name;
    if (part.matches("input[type=search]")) part.placeholder = name;
  }
}

/** Shows how much of the graph is left out. */
function showNotice() {
  const [nodes, edges] = data.leftOut;
  const shown = graph.nodes.length;
  const notice = document.getElementById("notice");
  notice.hidden = !nodes;
  const rest = data.whole ? "" : localised("（完整的图见 graph.trig）", " (the whole graph is in graph.trig)");
  notice.textContent = localised(
    `图中只画出连接最多的 ${shown} 个节点；另有 ${nodes} 个节点和 ${edges} 条关系未画出${rest}。`,
    `Only the ${shown} best connected nodes are shown; ${nodes} nodes and ${edges} relations are left out${rest}.`,
  );
  if (data.whole)
    notice.append(" ", element("a", { href: data.whole, textContent: localised("打开全图", "Open the whole graph") }));
}

export function mountLocalisation() {
  onChangeOfView(() => {
    translateElements();
    showNotice();
  });
}
