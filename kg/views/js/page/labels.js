// Labels are drawn over the picture at a constant size, the best connected first, and only where there is space.
import { makeFreeSpace } from "../core/free-space.js";
import { shorten, splitLines } from "../core/text.js";
import { bundleMarks, isBundleEmphasised } from "./bundle-marks.js";
import { graph, nameOf } from "./data.js";
import { drawing } from "./drawing.js";
import { themeColour } from "./elements.js";
import { edgeDrawn, emphasised, isEdgeEmphasised, state } from "./state.js";
import { edgeLabel, kindPlural } from "./localisation.js";

export const LABEL_FAMILY =
  '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const LINE_HEIGHT = 1.2;
const EDGE_MARGIN = 4; // pixels that the label of an edge keeps from names
const LANDMARKS = 30; // the nodes whose labels may cover lesser nodes

export const font = (size, weight = 400) => `${weight} ${size}px ${LABEL_FAMILY}`;

// The lines of names by how many characters a line may have, made when they are first drawn.
const lines = { 9: new Map(), 10: new Map() };
function linesOf(name, width) {
  if (!lines[width].has(name)) lines[width].set(name, splitLines(name, width));
  return lines[width].get(name);
}

// Measuring Chinese type takes longer than all else about a label.
const measured = { 400: new Map(), 600: new Map() }; // in widths of the type's size
function widthOf(context, weight, size, text) {
  const known = measured[weight];
  let width = known.get(text);
  if (width === undefined) known.set(text, (width = context.measureText(text).width / size));
  return width * size;
}

/** Writes lines of text centred on x, below y, with a rim of the page's colour. */
export function drawText(context, texts, x, y, size, ink, paper) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.fillStyle = ink;
  texts.forEach((text, line) => {
    context.strokeText(text, x, y + (line + 0.5) * size * LINE_HEIGHT);
    context.fillText(text, x, y + (line + 0.5) * size * LINE_HEIGHT);
  });
}

function drawNodeLabel(context, space, isFree, id, { x, y }, rank, ink, paper) {
  const { size: nodeSize, group } = graph.nodes[id];
  const size = nodeSize > 16 ? 14 : 12;
  const weight = rank === 0 || size > 12 ? 600 : 400;
  context.font = font(size, weight);
  const texts = linesOf(nameOf(id), group === "Event" ? 9 : 10);
  const half = Math.max(...texts.map((text) => widthOf(context, weight, size, text))) / 2 + 2;
  const top = y + drawing.radius(id) + 3;
  const box = [x - half, top + 1, x + half, top + texts.length * size * LINE_HEIGHT];
  if (rank > 0 && !isFree(box)) return;
  space.occupy(box);
  drawText(context, texts, x, top, size, ink, paper);
}

/** Returns what is written at the mark of a bundle. */
const markText = ({ kind, leaves, isOpen }) =>
  `${isOpen ? "－" : "＋"}${leaves.length} ${kindPlural(kind).toLowerCase()}`;

/** Writes what bundles hold, open ones only where nothing is in the way, and keeps their marks free of other names. */
function drawBundleLabels(context, space, nodeSpace, marks, ink, paper) {
  context.font = font(12, 600);
  for (const { bundle, x, y, radius } of marks) {
    if (!isBundleEmphasised(bundle)) continue;
    const text = markText(bundle);
    const half = widthOf(context, 600, 12, text) / 2 + 2;
    const boxAt = (top) => [x - half, top + 1, x + half, top + 12 * LINE_HEIGHT];
    const isFree = (top) => space.isFree(boxAt(top)) && (!bundle.isOpen || nodeSpace.isFree(boxAt(top)));
    const top = [y + radius + 3, y - radius * 1.2 - 3 - 12 * LINE_HEIGHT].find(isFree); // below it, else above
    if (top === undefined) continue;
    const box = boxAt(top);
    space.occupy(box);
    drawText(context, [text], x, top, 12, ink, paper);
  }
  for (const { x, y, radius } of marks) {
    const box = [x - radius, y - radius, x + radius, y + radius];
    for (const taken of [space, nodeSpace]) taken.occupy(box);
  }
}

function drawEdgeLabels(context, space, nodeSpace, places, scale, ink, paper) {
  const isUnderPointer = ({ from, to }) => state.hover !== null && (from === state.hover || to === state.hover);
  const showsHover = state.edge === null && !state.path;
  const isChosen = (edge) => isEdgeEmphasised(edge) || (showsHover && isUnderPointer(edge));
  const showsAll = scale > 0.85 && !emphasised();
  context.font = font(11);
  for (const edge of graph.edges) {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    if (!from || !to || !edgeDrawn[edge.id]) continue;
    const chosen = isChosen(edge);
    if (!chosen && !showsAll) continue;
    const text = shorten(edgeLabel(edge), 14);
    const half = widthOf(context, 400, 11, text) / 2 + 2;
    const x = (from.x + to.x) / 2;
    const y = (from.y + to.y) / 2;
    const box = [x - half - EDGE_MARGIN, y - 6 - EDGE_MARGIN, x + half + EDGE_MARGIN, y + 6 + EDGE_MARGIN];
    const isAskedFor = edge.id === state.edge || (showsHover && isUnderPointer(edge)); // it may then cover nodes, but no names
    if (!space.isFree(box) || !(isAskedFor || nodeSpace.isFree(box))) continue;
    space.occupy(box);
    drawText(context, [text], x, y - 6.6, 11, ink, paper);
  }
}

/** Draws the labels in screen coordinates: `places` has the position of each node that may be named. */
export function drawLabels(context, places, scale, width, height) {
  const nodeSpace = makeFreeSpace();
  const space = makeFreeSpace();
  const standing = emphasised();
  const ink = themeColour("--ink");
  const paper = themeColour("--page");
  const shown = graph.byDegree.filter((id) => {
    const place = places.get(id);
    return place && place.x > -60 && place.x < width + 60 && place.y > -30 && place.y < height + 30;
  });
  for (const id of shown) {
    const { x, y } = places.get(id);
    const half = drawing.radius(id) * 0.8;
    nodeSpace.occupy([x - half, y - half, x + half, y + half]);
  }
  const marks = bundleMarks().filter(({ bundle }) => places.has(bundle.hub));
  const landmarks = new Set(shown.slice(0, LANDMARKS));
  const rankOf = (id) => (id === state.node || id === state.hover ? 0 : standing?.has(id) ? 1 : 2);
  const write = (id) => {
    const rank = rankOf(id);
    if (standing && rank === 2) return;
    const isFree = (box) => space.isFree(box) && (rank < 2 || landmarks.has(id) || nodeSpace.isFree(box));
    drawNodeLabel(context, space, isFree, id, places.get(id), rank, ink, paper);
  };
  const hubs = new Set(marks.map(({ bundle }) => bundle.hub));
  const isFirst = (id) => rankOf(id) === 0 || hubs.has(id);
  const inOrder = [...shown].sort((a, b) => rankOf(a) - rankOf(b));
  inOrder.filter(isFirst).forEach(write);
  drawBundleLabels(context, space, nodeSpace, marks, ink, paper);
  inOrder.filter((id) => !isFirst(id)).forEach(write);
  drawEdgeLabels(context, space, nodeSpace, places, scale, themeColour("--faint"), paper);
}
