// The drawing of the ties: lines by weight, nodes by a measure, names where there is space.
import { makeFreeSpace } from "../core/free-space.js";
import { shorten } from "../core/text.js";
import { data, graph } from "./data.js";
import { themeColour } from "./elements.js";
import { displayName } from "./localisation.js";
import { font } from "./labels.js";
import { fitTies, onScreen, share, ties } from "./projection-view.js";
import { kindColour, state } from "./state.js";
import { writeOver } from "./surface.js";

const RADII = [4, 18]; // pixels
const LEAST_LABEL = 10; // pixels of a line, from which its weight is written

export const radiusOf = (id) => RADII[0] + (RADII[1] - RADII[0]) * Math.sqrt(share(ties.sizeBy, id));

/** Returns the colour of a node of the ties. */
export function tieColour(id) {
  if (!ties.isByCommunity) return kindColour(graph.nodes[id].group);
  const pair = data.palette[ties.measures.community.get(id)] ?? data.plain;
  return pair[state.theme === "dark" ? 1 : 0];
}

/** Returns the nodes that stand out: the selection with those tied to it; null: all do. */
function emphasisedNodes() {
  if (state.tie) return new Set([state.tie.a, state.tie.b]);
  if (state.node === null || !ties.places.has(state.node)) return null;
  const near = ties.edges.filter(({ a, b }) => a === state.node || b === state.node);
  return new Set([state.node, ...near.flatMap(({ a, b }) => [a, b])]);
}

const isChosen = ({ a, b }) =>
  state.tie ? a === state.tie.a && b === state.tie.b : a === state.node || b === state.node;

function drawLines(context, places, standing, colours) {
  const most = ties.edges.reduce((greatest, { weight }) => Math.max(greatest, weight), 1);
  for (const edge of ties.edges) {
    const [from, to] = [places.get(edge.a), places.get(edge.b)];
    const isNear = standing && isChosen(edge);
    context.globalAlpha = standing && !isNear ? 0.12 : 0.85;
    context.strokeStyle = isNear ? colours.accent : colours.line;
    context.lineWidth = 0.8 + 5 * Math.sqrt((edge.weight - 1) / most);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawShape(context, group, { x, y }, radius) {
  context.beginPath();
  if (group === "Organisation") context.rect(x - radius * 0.88, y - radius * 0.88, radius * 1.76, radius * 1.76);
  else context.arc(x, y, radius, 0, 7);
}

function drawNodes(context, places, standing, colours) {
  for (const id of [...ties.drawn].reverse()) {
    context.globalAlpha = standing && !standing.has(id) ? 0.2 : 1;
    drawShape(context, graph.nodes[id].group, places.get(id), radiusOf(id));
    context.fillStyle = tieColour(id);
    context.fill();
    context.lineWidth = id === state.node ? 3 : 1.2;
    context.strokeStyle = id === state.node ? colours.accent : colours.page;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawNames(context, places, standing, width, height, colours) {
  const space = makeFreeSpace();
  const isInside = ({ x, y }) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const order = standing ? [...standing].filter((id) => places.has(id)) : ties.drawn;
  for (const id of order) {
    const { x, y } = places.get(id);
    if (!isInside({ x, y })) continue;
    const isLarge = radiusOf(id) > 9;
    context.font = font(isLarge ? 13 : 12, isLarge || id === state.node ? 600 : 400);
    const text = shorten(displayName(id), 22);
    const half = context.measureText(text).width / 2 + 2;
    const top = y + radiusOf(id) + 2;
    const box = [x - half, top, x + half, top + 15];
    if (id !== state.node && !space.isFree(box)) continue;
    space.occupy(box);
    writeOver(context, text, x, top + 8, colours.ink, colours.page);
  }
  drawWeights(context, places, standing, space, colours);
}

function drawWeights(context, places, standing, space, colours) {
  context.font = font(11);
  for (const edge of ties.edges) {
    if (edge.weight < 2 || (standing && !isChosen(edge))) continue;
    const [from, to] = [places.get(edge.a), places.get(edge.b)];
    if (Math.hypot(to.x - from.x, to.y - from.y) < LEAST_LABEL * 4) continue;
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
    const box = [x - 8, y - 6, x + 8, y + 6];
    if (!space.isFree(box)) continue;
    space.occupy(box);
    writeOver(context, String(edge.weight), x, y, colours.faint, colours.page);
  }
}

export function drawTies(context, width, height) {
  if (!ties.isFitted) {
    ties.isFitted = true;
    fitTies();
  }
  const colours = {
    ink: themeColour("--ink"),
    faint: themeColour("--faint"),
    page: themeColour("--page"),
    line: themeColour("--edge"),
    accent: themeColour("--accent"),
  };
  const standing = emphasisedNodes();
  const places = new Map([...ties.places].map(([id, place]) => [id, onScreen(place, width, height)]));
  drawLines(context, places, standing, colours);
  drawNodes(context, places, standing, colours);
  drawNames(context, places, standing, width, height, colours);
}
