// What is drawn over the WebGL picture: the chosen lines with their arrows, rings around nodes, and names.
import { makeFreeSpace } from "../core/free-space.js";
import { shorten } from "../core/text.js";
import { drawBundles } from "../page/bundle-marks.js";
import { graph, isLow, nameOf } from "../page/data.js";
import { themeColour } from "../page/elements.js";
import { drawLabels, drawText, font } from "../page/labels.js";
import { standingLines } from "../page/line-looks.js";
import { edgeDrawn, emphasised, isVisible, state, drawn } from "../page/state.js";

const MAX_LABELS = 1200;
const MAX_ARROWS = 3000;
const MAX_CHOSEN = 2000; // edges of a path or at a node
const FAR = 0.22; // the scale below which communities are named instead of nodes
const MAX_COMMUNITIES = 60;
const MARGIN = 40; // pixels

// The largest communities, each with the middle of its members, named by the two that lead it.
const communities = [...graph.communities.values()]
  .sort((a, b) => b.length - a.length)
  .slice(0, MAX_COMMUNITIES)
  .map((members) => {
    const mean = (axis) => members.reduce((sum, id) => sum + graph.nodes[id][axis], 0) / members.length;
    const entities = members.filter((id) => graph.nodes[id].group !== "Event").slice(0, 2);
    const leading = entities.length ? entities : members.slice(0, 2);
    return { members, x: mean("x"), y: mean("y"), name: leading.map((id) => shorten(nameOf(id), 9)).join("、") };
  });

function drawRing(context, { x, y }, radius, colour) {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

/** Draws the head of an edge's arrow and, for a chosen one, its line: `chosen` is how that looks, or null. */
function drawArrow(context, edge, from, to, stop, colour, chosen) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const head = chosen ? 9 : 6;
  if (length < stop + head) return;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [x, y] = [to.x - dx * stop, to.y - dy * stop];
  context.strokeStyle = context.fillStyle = colour;
  if (chosen) {
    context.globalAlpha = chosen.opacity;
    context.lineWidth = chosen.width;
    context.setLineDash(isLow(graph.edgeConfidence[edge.id]) ? [5, 4] : []);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(x - dx * head, y - dy * head);
    context.stroke();
    context.setLineDash([]);
  }
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - dx * head - dy * head * 0.4, y - dy * head + dx * head * 0.4);
  context.lineTo(x - dx * head + dy * head * 0.4, y - dy * head - dx * head * 0.4);
  context.fill();
}

function chosenEdges() {
  if (state.path) return state.path.edges;
  if (state.edge !== null) return [state.edge];
  return state.node !== null ? Array.from(graph.incident(state.node)) : [];
}

function drawArrows(context, view, isInside, colours) {
  const { place, radius, scale, isMoving } = view;
  const draw = (edge, colour, chosen) => {
    const [from, to] = [place(edge.from), place(edge.to)];
    if (isInside(from) || isInside(to)) drawArrow(context, edge, from, to, radius(edge.to) + 1, colour, chosen);
  };
  if (scale > 0.5 && !isMoving && !emphasised()) {
    const isShown = (edge) => edgeDrawn[edge.id] && isInside(place(edge.to));
    for (const edge of graph.edges.filter(isShown).slice(0, MAX_ARROWS)) draw(edge, colours.line, null);
  }
  const chosen = chosenEdges().filter((id) => edgeDrawn[id]);
  const look = standingLines(chosen.length);
  context.save();
  for (const id of chosen.slice(0, MAX_CHOSEN)) draw(graph.edges[id], colours.accent, look);
  context.restore();
}

/** Returns the places of the nodes that may be named: from afar only what is chosen, as communities are named then. */
function namedPlaces({ place, isBusy }, isInside, isFar) {
  const places = new Map();
  const add = (id) => {
    if (id === null || !drawn[id] || places.size >= MAX_LABELS) return;
    const at = place(id);
    if (isInside(at)) places.set(id, at);
  };
  add(state.node);
  add(state.hover);
  if (!isFar && !isBusy) for (const id of emphasised() ?? graph.byDegree) add(id);
  return places;
}

function drawCommunityNames(context, project, isInside, paper) {
  const space = makeFreeSpace();
  const ink = themeColour("--ink");
  context.font = font(14, 600);
  for (const { members, x, y, name } of communities) {
    const at = project(x, y);
    if (!isInside(at) || !members.some(isVisible)) continue;
    const half = context.measureText(name).width / 2 + 4;
    const box = [at.x - half, at.y - 11, at.x + half, at.y + 11];
    if (!space.isFree(box)) continue;
    space.occupy(box);
    drawText(context, [name], at.x, at.y - 8, 14, ink, paper);
  }
}

/**
 * Draws the overlay. `view` is { width, height, scale, isMoving, isBusy, project(x, y), place(node), radius(node) };
 * isBusy is whether so much moves that names have to wait: placing them takes as long as all else.
 */
export function drawOverlay(context, view, colours) {
  const { width, height, scale, isBusy } = view;
  const isInside = ({ x, y }) => x > -MARGIN && x < width + MARGIN && y > -MARGIN && y < height + MARGIN;
  drawArrows(context, view, isInside, colours);
  drawBundles(context, width, height, view, colours);
  for (const id of [state.node, state.hover])
    if (id !== null && drawn[id]) drawRing(context, view.place(id), view.radius(id) + 2, colours.accent);
  const isFar = scale < FAR && communities.length > 1 && !emphasised();
  if (isFar) drawCommunityNames(context, view.project, isInside, colours.paper);
  if (!isBusy) drawLabels(context, namedPlaces(view, isInside, isFar), scale, width, height);
}
