// The side panel: what is known of a node, an edge, a path, a community or the whole, and the sentences that state it.
import { rangeName } from "../core/dates.js";
import { isUnconfirmed, otherEnd, statusOf } from "../core/graph.js";
import { compareText, nameBeside } from "../core/text.js";
import { linkHere } from "./address.js";
import { bundleButtons, bundleContents } from "./bundle-panel.js";
import { edgeCorrections, nodeCorrections } from "./corrections.js";
import { articleOf, data, graph, iriOf, nameOf } from "./data.js";
import { button, definitions, element, faint, faintParagraph, kindShape, section, tag, time } from "./elements.js";
import {
  articleLink,
  copyButton,
  evidence,
  inBatches,
  iriLink,
  nodeButton,
  quotations,
  statementItem,
} from "./evidence.js";
import { shownArticles, shownCitations, shownEdgesAt, shownFacts, shownStatements } from "./shown.js";
import { communityContents, overviewContents } from "./overview.js";
import { nodePartNote } from "./part-notes.js";
import { openPathFrom } from "./path-finder.js";
import { querySection } from "./query-section.js";
import { focusOn, showAll } from "./selection.js";
import { allBundles, filterValues, isNarrowed, onChangeOfView, selectedBundle, state } from "./state.js";
import {
  coMentions,
  eventsAt,
  eventTime,
  linkCounts,
  namesOf,
  positionsAt,
  sortDate,
  statementsAt,
} from "./statements.js";
import { ties, tieBetween } from "./projection-view.js";
import { tieName } from "./projection.js";
import {
  edgeLabel,
  factName,
  factOrder,
  joinNames,
  kindOf,
  localised,
  propertyName,
  soundOf,
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
  const beside = (event) => nameBeside(nameOf(event), namesOf(id));
  const row = ([edge, [predicate, , , citations]]) => {
    const event = otherEnd(edge, id);
    const stated = eventTime(event);
    const when = stated
      ? time(stated)
      : time(sortDate(event), { className: "guess", title: localised("报道日期", "date of the report") });
    const what = element(
      "span",
      {},
      nodeButton(event, true, beside(event)),
      statusTag(event),
      faint(" " + propertyName(predicate)),
    );
    return statementItem([when, what], citations, [...namesOf(id), ...namesOf(event)]);
  };
  if (!rows.length) return [];
  const counts = linkCounts(id);
  const [shown, total] = [counts.shown[1], counts.total[1]];
  const counted = shown === total ? String(total) : `${shown} / ${total}`;
  return section(localised(`事件 ${counted}`, `Events: ${counted}`), ...inBatches(rows, row));
}

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
  const facts = shownFacts(node.id)
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

function articleSection(title, numbers) {
  const item = (number) => {
    const { title: name, date, file } = articleOf(number);
    return element("div", { className: "stated" }, time(date), element("span", {}, articleLink(number, name || file)));
  };
  const ordered = [...numbers].sort((a, b) => compareText(data.articles[a][1], data.articles[b][1]) || a - b);
  return section(title, ...inBatches(ordered, item));
}

function nodeContents(id) {
  const node = graph.nodes[id];
  const citations = [...shownFacts(id).flatMap((fact) => fact[2]), ...shownCitations(shownEdgesAt(id))];
  const kind = [kindOf(id), ...node.types.map(typeName)].join(" · ");
  const actions = [
    button(localised("只看邻近", "Neighbours only"), () => focusOn(id)),
    button(localised("两步以内", "Within two steps"), () => focusOn(id, 2)),
    button(localised("路径…", "Path to…"), () => openPathFrom(id)),
    copyButton(() => linkHere(), localised("复制链接", "Copy link")),
  ];
  const named = shownArticles(id);
  const articles = localised(`见于 ${named.length} 篇`, `Named in ${named.length} articles`);
  return [
    element("p", { className: "faint" }, kindShape(node.group), kind, statusTag(id)),
    element("h2", {}, node.label, state.language === "en" && soundOf(id) ? faint(` ${soundOf(id)}`) : ""),
    element("div", { className: "row" }, ...actions),
    ...bundleButtons(id),
    definitions(factPairs(node)),
    nodePartNote(id),
    ...positionSection(id),
    ...relationSections(id),
    ...eventSection(id),
    ...coMentionSection(id),
    ...articleSection(localised("署名文章", "Written by"), node.authored),
    ...evidence(citations, namesOf(id)),
    ...articleSection(articles, named),
    ...querySection(node),
    ...nodeCorrections(node),
  ];
}

const edgeWords = (edge) => [...namesOf(edge.from), ...namesOf(edge.to), ...edge.statements.map(([, title]) => title)];

function edgeContents(number) {
  const edge = graph.edges[number];
  const statements = shownStatements(edge).flatMap(([predicate, title, tenure, citations]) => {
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
      ...quotations(shownCitations([edge]), edgeWords(edge), 2),
    ];
  };
  return [
    faintParagraph(localised(`最短路径，${edges.length} 步`, `Shortest path, ${edges.length} steps`)),
    element("h2", { textContent: `${nameOf(from)} – ${nameOf(to)}` }),
    ...edges.flatMap(step),
  ];
}

/** Returns what two entities share, by which they are tied. */
function tieContents({ a, b }) {
  const tie = tieBetween(a, b);
  const shared = tie?.shared ?? [];
  const items = {
    events: () =>
      inBatches(shared, (event) =>
        element("div", { className: "stated" }, time(eventTime(event) || sortDate(event)), nodeButton(event)),
      ),
    sentences: () =>
      quotations(
        shared.map((number) => [number, null]),
        [...namesOf(a), ...namesOf(b)],
      ),
    articles: () => articleSection("", shared),
    positions: () =>
      shared.flatMap((number) =>
        shownStatements(graph.edges[number]).map(([, title, tenure]) => faintParagraph(tenureName(tenure) + title)),
      ),
  };
  return [
    faintParagraph(`${tieName(ties.by)}: ${shared.length}`),
    element("h2", {}, nodeButton(a), " – ", nodeButton(b)),
    ...items[ties.by](),
  ];
}

function contents() {
  if (state.tie) return tieContents(state.tie);
  if (state.path) return pathContents(state.path);
  if (state.node !== null) return nodeContents(state.node);
  if (state.edge !== null) return edgeContents(state.edge);
  if (selectedBundle()) return bundleContents(selectedBundle());
  if (state.community !== null) return communityContents(state.community);
  return overviewContents();
}

/** Returns a line that says that what follows is filtered, and by which period. */
function filterNote() {
  if (!isNarrowed()) return [];
  const { from, to } = filterValues();
  const period = from && to ? rangeName(from, to) : from ? `${from} –` : to ? `– ${to}` : "";
  const note = element("span", {
    textContent: localised("只列筛选后的内容", "As filtered") + (period && ` · ${period}`),
  });
  const clear = button(localised("清除筛选", "Clear filters"), () => showAll(), "small");
  return [element("div", { className: "row filtered" }, note, clear)];
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
  let last = ""; // of what they were
  onChangeOfView(() => {
    const { node, edge, path, community, bundle, tie, language, hiddenKinds, ego, hops } = state;
    const selected = JSON.stringify([node, edge, path, community, bundle, tie]);
    const open = allBundles().map(({ isOpen }) => isOpen);
    const now = JSON.stringify([selected, language, [...hiddenKinds], ego, hops, filterValues(), open]);
    if (now === drawn) return;
    drawn = now;
    const { scrollTop } = panel;
    fill([...filterNote(), ...contents()]);
    if (selected === last) panel.scrollTop = scrollTop; // another filter or language, the same subject
    last = selected;
  });
}
