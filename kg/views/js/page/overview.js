// The panel without a selection, or with a community: how much there is, and what stands out.
import { communityList, communityName } from "./communities.js";
import { graph } from "./data.js";
import { element, faint, faintParagraph, section } from "./elements.js";
import { nodeButton } from "./evidence.js";
import { kindPlural, localised } from "./localisation.js";
import { digits, pagePartNote } from "./part-notes.js";
import { countSources, shownDegrees } from "./shown.js";
import { isEdgeVisible, isVisible } from "./state.js";
import { mainPosition } from "./statements.js";

/** Returns the best connected of some nodes of a kind. */
function leaders(ids, kind, count) {
  const degrees = shownDegrees();
  const ofKind = ids.filter((id) => graph.nodes[id].group === kind && degrees[id]);
  const leading = ofKind.sort((a, b) => degrees[b] - degrees[a] || a - b).slice(0, count);
  const item = (id) => {
    const parts = [nodeButton(id), faint(mainPosition(id)), faint(String(degrees[id]))];
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

export function communityContents(number) {
  const members = graph.communities.get(number).filter(isVisible);
  return [
    element("h2", { textContent: communityName(number) }),
    faintParagraph(localised(`群组 · ${members.length} 个节点`, `Community · ${members.length} nodes`)),
    ...allLeaders(members),
  ];
}

function figures(nodeCount, sources) {
  const figure = (count, zh, en) =>
    element("div", {}, element("strong", { textContent: digits(count) }), faint(localised(zh, en)));
  return element(
    "div",
    { className: "figures" },
    figure(nodeCount, "个节点", "nodes"),
    figure(graph.edges.filter(isEdgeVisible).length, "条连线", "links"),
    figure(sources.sentences, "句出处", "sentences"),
    figure(sources.articles, "篇文章", "articles"),
  );
}

export function overviewContents() {
  const ids = graph.byDegree.filter(isVisible);
  if (!graph.nodes.length)
    return [element("h2", { textContent: localised("图中没有实体", "Nothing to show") }), ...communityList()];
  const sources = countSources();
  const { days } = sources;
  return [
    element("h2", { textContent: localised("网络概览", "Overview") }),
    figures(ids.length, sources),
    pagePartNote(),
    faintParagraph(days.length ? `${days[0]} – ${days.at(-1)}` : ""),
    ...communityList(),
    ...allLeaders(ids),
  ];
}
