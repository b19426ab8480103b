// The side panel: what is known of a node, an edge, a path, a community or the whole, and the sentences that state it.
import { sparqlIri } from "../core/escaping.js";
import { isUnconfirmed, otherEnd, statusOf } from "../core/graph.js";
import { compareText } from "../core/text.js";
import { linkHere } from "./address.js";
import { communityList, communityName } from "./communities.js";
import { edgeCorrections, nodeCorrections } from "./corrections.js";
import { data, graph, iriOf, nameOf } from "./data.js";
import { button, definitions, element, faint, faintParagraph, kindShape, section, tag, time } from "./elements.js";
import { copyButton, evidence, inBatches, iriLink, nodeButton, quotations, statementItem } from "./evidence.js";
import { openPathFrom } from "./path-finder.js";
import { focusOn } from "./selection.js";
import { filterValues, isEdgeVisible, isVisible, onChangeOfView, state } from "./state.js";
import {
  citationsOf,
  coMentions,
  edgesAt,
  eventsAt,
  eventTime,
  mainPosition,
  namesOf,
  positionsAt,
  sortDate,
  statementsAt,
} from "./statements.js";
import {
  edgeLabel,
  factName,
  factOrder,
  joinNames,
  kindOf,
  kindPlural,
  localised,
  propertyName,
  tenureName,
  typeName,
  valueName,
} from "./localisation.js";

const panel = document.getElementById("panel");

function statusTag(id) {
  const node = graph.nodes[id];
  return isUnconfirmed(node) ? tag(valueName(statusOf(node))) : null;
}

function positionSection(id) {
  const rows = positionsAt(id);
  const row = ({ edge, title, tenure, citations, date }) => {
    const end = edge ? otherEnd(edge, id) : null;
    const tenureTag = tenure && tenure !== "current" ? tag(valueName(tenure)) : "";
    const position = element("span", {}, tenureTag, title);
    const words = [...namesOf(id), title, ...(end === null ? [] : namesOf(end))];
    const held = element("span", {}, position, " ", end === null ? "" : nodeButton(end));
    return statementItem([time(date), held], citations, words);
  };
  const title = rows.some(({ isSubject }) => isSubject)
    ? localised("职务（按报道日期）", "Positions, by date of report")
    : localised("任职者（按报道日期）", "Office holders, by date of report");
  return section(title, ...inBatches(rows, row));
}

function eventSection(id) {
  const rows = eventsAt(id);
  const row = ([edge, [predicate, , , citations]]) => {
    const event = otherEnd(edge, id);
    const stated = eventTime(event);
    const when = stated
      ? time(stated)
      : time(sortDate(event), { className: "guess", title: localised("报道日期", "date of the report") });
    const what = element("span", {}, nodeButton(event), statusTag(event), faint(" " + propertyName(predicate)));
    return statementItem([when, what], citations, [...namesOf(id), ...namesOf(event)]);
  };
  return section(localised(`事件 ${rows.length}`, `Events: ${rows.length}`), ...inBatches(rows, row));
}

/** Returns the other edges, grouped by what they mean from the node's side. */
function relationSections(id) {
  const isEvent = graph.nodes[id].group === "Event";
  const groups = new Map();
  for (const row of statementsAt(id)) {
    const [edge, [predicate], isSubject] = row;
    if (predicate === "holdsPosition" || (!isEvent && graph.nodes[otherEnd(edge, id)].group === "Event")) continue;
    const name = propertyName(predicate, isSubject);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const item = ([edge, [, title, tenure, citations]]) => {
    const end = otherEnd(edge, id);
    const words = [...namesOf(id), ...namesOf(end), title];
    return statementItem([nodeButton(end), faint(tenureName(tenure) + title)], citations, words);
  };
  return [...groups].flatMap(([name, rows]) => section(name, ...inBatches(rows, item)));
}

function coMentionSection(id) {
  const item = ([other, count]) => {
    const note = faint(localised(`同见于 ${count} 篇`, `${count} articles`));
    return element("div", { className: "stated" }, nodeButton(other), note);
  };
  return section(localised("常一同出现", "Often appears with"), ...inBatches(coMentions(id), item, 6));
}

function factPairs(node) {
  const facts = node.facts
    .filter(([name]) => name !== "holdsPosition")
    .sort(([a], [b]) => factOrder.indexOf(a) - factOrder.indexOf(b));
  const pairs = facts.map(([name, value]) => [
    factName(name),
    name === "eventType" ? typeName(value) : valueName(value),
  ]);
  if (node.aliases.length) pairs.unshift([localised("又名", "Aliases"), joinNames(node.aliases)]);
  pairs.push(["IRI", iriLink(iriOf(node.id))]);
  return pairs;
}

function querySection(node) {
  const fitting = data.queries.filter(([kinds]) => kinds.includes(node.group));
  if (!fitting.length) return [];
  const iri = sparqlIri(iriOf(node.id));
  const query = ([, zh, en, text]) => {
    const code = element("code", { textContent: text.replaceAll("{iri}", () => iri) });
    const scroller = element("pre", { tabIndex: 0 }, code);
    return element(
      "div",
      {},
      element("p", { textContent: localised(zh, en) }),
      scroller,
      copyButton(() => code.textContent),
    );
  };
  const summary = element("summary", { textContent: localised("SPARQL 查询", "SPARQL") });
  return [element("details", {}, summary, ...fitting.map(query))];
}

function articleSection(title, numbers) {
  const item = (number) => {
    const [name, date, file] = data.articles[number];
    return element("div", { className: "stated" }, time(date), element("span", { textContent: name || file }));
  };
  const ordered = [...numbers].sort((a, b) => compareText(data.articles[a][1], data.articles[b][1]) || a - b);
  return section(title, ...inBatches(ordered, item));
}

function nodeContents(id) {
  const node = graph.nodes[id];
  const citations = [...node.facts.flatMap((fact) => fact[2]), ...citationsOf(edgesAt(id))];
  const kind = [kindOf(id), ...node.types.map(typeName)].join(" · ");
  const actions = [
    button(localised("只看邻近", "Neighbours only"), () => focusOn(id)),
    button(localised("路径…", "Path to…"), () => openPathFrom(id)),
    copyButton(() => linkHere(), localised("复制链接", "Copy link")),
  ];
  const articles = localised(`见于 ${node.articles.length} 篇`, `Named in ${node.articles.length} articles`);
  return [
    element("p", { className: "faint" }, kindShape(node.group), kind, statusTag(id)),
    element("h2", { textContent: node.label }),
    element("div", { className: "row" }, ...actions),
    definitions(factPairs(node)),
    ...positionSection(id),
    ...relationSections(id),
    ...eventSection(id),
    ...coMentionSection(id),
    ...articleSection(localised("署名文章", "Written by"), node.authored),
    ...evidence(citations, namesOf(id)),
    ...articleSection(articles, node.articles),
    ...querySection(node),
    ...nodeCorrections(node),
  ];
}

const edgeWords = (edge) => [...namesOf(edge.from), ...namesOf(edge.to), ...edge.statements.map(([, title]) => title)];

function edgeContents(number) {
  const edge = graph.edges[number];
  const statements = edge.statements.flatMap(([predicate, title, tenure, citations]) => {
    const object = tenureName(tenure) + title || nameOf(edge.to);
    return [
      element("p", { className: "said" }, faint(propertyName(predicate)), " ", object),
      ...quotations(citations, edgeWords(edge)),
    ];
  });
  return [
    faintParagraph(localised("关系", "Relation")),
    element("h2", {}, nodeButton(edge.from), " → ", nodeButton(edge.to)),
    ...statements,
    ...edgeCorrections(edge),
  ];
}

function pathContents({ from, to, nodes, edges }) {
  const step = (number, index) => {
    const edge = graph.edges[number];
    const arrow = edge.from === nodes[index] ? " → " : " ← ";
    const label = element("strong", { textContent: edgeLabel(edge) });
    const ends = [nodeButton(nodes[index]), nodeButton(nodes[index + 1])];
    return [
      element("p", { className: "step" }, ends[0], arrow, label, arrow, ends[1]),
      ...quotations(citationsOf([edge]), edgeWords(edge), 2),
    ];
  };
  return [
    faintParagraph(localised(`最短路径，${edges.length} 步`, `Shortest path, ${edges.length} steps`)),
    element("h2", { textContent: `${nameOf(from)} – ${nameOf(to)}` }),
    ...edges.flatMap(step),
  ];
}

/** Returns the best connected of some nodes of a kind. */
function leaders(ids, kind, count) {
  const leading = ids.filter((id) => graph.nodes[id].group === kind && graph.degree(id)).slice(0, count);
  const item = (id) => {
    const parts = [nodeButton(id), faint(mainPosition(id)), faint(String(graph.degree(id)))];
    return element("li", {}, element("div", { className: "stated" }, ...parts));
  };
  return leading.length ? section(kindPlural(kind), element("ul", {}, ...leading.map(item))) : [];
}

const allLeaders = (ids) => [
  ...leaders(ids, "Person", 8),
  ...leaders(ids, "Organisation", 8),
  ...leaders(ids, "Event", 6),
  ...leaders(ids, "Place", 5),
];

function communityContents(number) {
  const members = graph.communities.get(number);
  return [
    element("h2", { textContent: communityName(number) }),
    faintParagraph(localised(`群组 · ${members.length} 个节点`, `Community · ${members.length} nodes`)),
    ...allLeaders(members),
  ];
}

function figures(nodeCount) {
  const figure = (count, zh, en) => {
    const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
    return element("div", {}, element("strong", { textContent: digits }), faint(localised(zh, en)));
  };
  return element(
    "div",
    { className: "figures" },
    figure(nodeCount, "个节点", "nodes"),
    figure(graph.edges.filter(isEdgeVisible).length, "条连线", "links"),
    figure(data.sentences.length, "句出处", "sentences"),
    figure(data.articles.length, "篇文章", "articles"),
  );
}

function overviewContents() {
  const ids = graph.byDegree.filter(isVisible);
  if (!graph.nodes.length)
    return [element("h2", { textContent: localised("图中没有实体", "Nothing to show") }), ...communityList()];
  const dates = data.articles
    .map((article) => article[1])
    .filter(Boolean)
    .sort();
  return [
    element("h2", { textContent: localised("网络概览", "Overview") }),
    figures(ids.length),
    faintParagraph(dates.length ? `${dates[0]} – ${dates.at(-1)}` : ""),
    ...communityList(),
    ...allLeaders(ids),
  ];
}

function contents() {
  if (state.path) return pathContents(state.path);
  if (state.node !== null) return nodeContents(state.node);
  if (state.edge !== null) return edgeContents(state.edge);
  if (state.community !== null) return communityContents(state.community);
  return overviewContents();
}

/** Replaces the contents; the focus stays in the panel when a link in it leads on. */
function fill(children) {
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren(...children);
  if (hadFocus) panel.focus({ preventScroll: true });
  panel.scrollTop = 0;
}

export function mountPanel() {
  let drawn = ""; // what the contents depend on
  onChangeOfView(() => {
    const { node, edge, path, community, language, hiddenKinds, ego } = state;
    const isOverview = node === null && edge === null && !path;
    const shown = isOverview && [[...hiddenKinds], ego, filterValues()];
    const now = JSON.stringify([node, edge, path, community, language, shown]);
    if (now === drawn) return;
    drawn = now;
    fill(contents());
  });
}
