// The data of the page, read once from its data block. Text of articles reaches the document by textContent and the canvas only.
import { indexGraph } from "../core/graph.js";

/** Returns the text of the data block; for a large graph it is deflated and encoded in base 64. */
function readDataBlock(block) {
  if (block.type === "application/json") return block.textContent;
  const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
  return webgl.strFromU8(webgl.unzlibSync(bytes));
}

export const data = JSON.parse(readDataBlock(document.getElementById("data")));
export const graph = indexGraph(data);
Object.assign(data, { nodes: graph.nodes, edges: graph.edges });

export const givenLanguage = document.documentElement.lang === "en" ? "en" : "zh"; // in which a site sends the page

export const kinds = new Map(
  data.kinds.map(([kind, zh, en, shape, light, dark]) => [kind, { zh, en, shape, light, dark }]),
);
export const events = graph.nodes.filter(({ group }) => group === "Event");

// Communities of three members or more, the largest first, as many as there are colours for.
export const largestCommunities = [...graph.communities]
  .filter(([, members]) => members.length > 2)
  .sort(([, a], [, b]) => b.length - a.length)
  .map(([number]) => number)
  .slice(0, data.palette.length);

export const LOW_CONFIDENCE = 0.65; // below it, what is stated is drawn paler or dashed
export const isLow = (confidence) => confidence < LOW_CONFIDENCE;

export const nameOf = (id) => data.nodes[id].label;
export const iriOf = (id) => data.nodes[id].iri ?? data.base + data.nodes[id].key;

const NO_ARTICLE = ["", "", "", "", "", "", ""];

/** Returns { title, date, file, key, publisher, url, page } of an article by its number; all are "" where there is none. */
export function articleOf(number) {
  const [title, date, file, key, publisher, url, page] = data.articles[number] ?? NO_ARTICLE;
  return { title, date, file, key, publisher, url: url ?? "", page: page ?? "" };
}
