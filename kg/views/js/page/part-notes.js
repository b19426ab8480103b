// What a page that has only a part of the graph leaves out.
import { data, graph, iriOf } from "./data.js";
import { element, faintParagraph } from "./elements.js";
import { iriLink } from "./evidence.js";
import { localised } from "./localisation.js";
import { linkCounts } from "./statements.js";

export const digits = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** Returns a line that says of how many nodes the figures are, where the page has not all of the graph. */
export function pagePartNote() {
  const [nodes] = data.leftOut;
  if (!nodes) return "";
  const total = digits(nodes + graph.nodes.length);
  return faintParagraph(localised(`只计图中所画；共 ${total} 个节点`, `Of what is drawn; ${total} nodes in all`));
}

/** Returns a line that says how many of the nodes that an entity is linked to are not in this page, with the way to all. */
export function nodePartNote(id) {
  const { drawn, total } = linkCounts(id);
  const count = total[0] - drawn[0];
  if (!count) return "";
  const [said, all] = [
    localised(`与之相连的另有 ${count} 个不在图中 `, `${count} more linked to it are not in this picture `),
    localised("全部", "all of it"),
  ];
  const way = data.site ? iriLink(iriOf(id), all) : data.whole ? element("a", { href: data.whole }, all) : "";
  return element("p", { className: "faint" }, said, way);
}
