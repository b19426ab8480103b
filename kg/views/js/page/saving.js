// Files that the page offers to save.
import { fileName } from "../core/escaping.js";
import { data, graph, nameOf } from "./data.js";
import { element } from "./elements.js";
import { state } from "./state.js";

/** Names what is shown: the selected node or edge, else the page. */
export function shownTitle() {
  if (state.node !== null) return nameOf(state.node);
  if (state.edge === null) return data.title;
  const { from, to } = graph.edges[state.edge];
  return `${nameOf(from)}-${nameOf(to)}`;
}

export function save(blob, suffix, title = shownTitle()) {
  const link = element("a", { href: URL.createObjectURL(blob), download: fileName(title, suffix) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const saveText = (text, type, suffix, title) => save(new Blob([text], { type }), suffix, title);
