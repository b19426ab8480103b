// The marks of bundles, drawn over the picture of either library, and in SVG: a closed bundle is its class's shape with a plus,
// of a size by its leaves, an open one a small minus at its hub.
import { OUTLINES } from "../core/outlines.js";
import { graph, kinds } from "./data.js";
import { drawing } from "./drawing.js";
import { themeColour } from "./elements.js";
import { markSize, placedBundles } from "./placing.js";
import { emphasised, nodeColour, state } from "./state.js";

const MARGIN = 60; // pixels
const REACH = 12; // pixels around the middle of a mark that react, at least: what a finger hits
const SPACE = 4; // pixels between a hub and its marks, at least: from afar nodes are drawn larger than they are
const SMALLEST_SIGN = 5; // pixels of a radius, below which no plus is drawn
const paths = new Map(Object.entries(OUTLINES).map(([shape, outline]) => [shape, new Path2D(outline)]));
let hovered = null; // the key of the bundle under the pointer

/** Returns how nodes come to the screen at present; a drawing that knows it in each frame gives its own. */
const presentView = () => ({ scale: drawing.camera().scale, place: drawing.screen, radius: drawing.radius });

/** Returns the marks as { bundle, x, y, radius, hub }, in pixels; `hub` is the place of the hub with its own radius. */
export function bundleMarks({ scale, place, radius: radiusOf } = presentView()) {
  return placedBundles().map((bundle) => {
    const hub = { ...place(bundle.hub), radius: radiusOf(bundle.hub) };
    const { x, y } = bundle.offset;
    const radius = (markSize(bundle) * hub.radius) / graph.nodes[bundle.hub].size;
    const apart = Math.max(scale, (hub.radius + radius + SPACE) / Math.hypot(x, y));
    return { bundle, x: hub.x + x * apart, y: hub.y + y * apart, radius, hub };
  });
}

/** Returns the bundle whose mark is at a point of the picture, or null. */
export function bundleAt({ x, y }) {
  const distance = (mark) => Math.hypot(mark.x - x, mark.y - y) / Math.max(REACH, mark.radius);
  const nearest = bundleMarks().sort((a, b) => distance(a) - distance(b))[0];
  return nearest && distance(nearest) <= 1 ? nearest.bundle : null;
}

/** Notes the bundle under the pointer, or null; returns whether it is another one than before. */
export function hoverBundle(bundle) {
  const before = hovered;
  hovered = bundle?.key ?? null;
  return hovered !== before;
}

/** Whether a bundle stands out or, where nothing is selected, is drawn as all others. */
export function isBundleEmphasised({ leaves }) {
  const standing = emphasised();
  return !standing || leaves.some((id) => standing.has(id));
}

const themeColours = () => ({
  line: themeColour("--edge"),
  accent: themeColour("--accent"),
  paper: themeColour("--page"),
});

/** Draws the marks that are within the picture, by a view as of bundleMarks, in colours that a drawing knows already. */
export function drawBundles(context, width, height, view, colours = themeColours()) {
  const isInside = ({ x, y }) => x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN;
  for (const mark of bundleMarks(view)) {
    if (!isInside(mark)) continue;
    context.globalAlpha = isBundleEmphasised(mark.bundle) ? 1 : 0.2;
    if (!mark.bundle.isOpen) drawLink(context, mark, colours);
    drawMark(context, mark, colours);
  }
  context.globalAlpha = 1;
}

const isSelected = ({ key, hub }) => state.bundle === key || state.node === hub;

function drawLink(context, { bundle, x, y, radius, hub }, { line, accent }) {
  const length = Math.hypot(x - hub.x, y - hub.y) || 1;
  const along = (distance) => [hub.x + ((x - hub.x) * distance) / length, hub.y + ((y - hub.y) * distance) / length];
  context.strokeStyle = isSelected(bundle) ? accent : line;
  context.lineWidth = 3; // for many
  context.beginPath();
  context.moveTo(...along(hub.radius));
  context.lineTo(...along(Math.max(hub.radius, length - radius)));
  context.stroke();
}

function drawMark(context, { bundle, x, y, radius }, { accent, paper }) {
  const shape = bundle.isOpen ? "dot" : kinds.get(bundle.kind).shape;
  const colour = nodeColour(bundle.leaves[0]);
  if (!bundle.isOpen) fillShape(context, shape, x + radius * 0.3, y - radius * 0.3, radius * 0.9, colour); // several
  fillShape(context, shape, x, y, radius + 2, paper);
  fillShape(context, shape, x, y, radius, colour);
  if (radius >= SMALLEST_SIGN)
    drawSign(context, bundle, x, y + (shape === "triangle" ? radius * 0.15 : 0), radius, paper);
  if (state.bundle === bundle.key || hovered === bundle.key) drawRing(context, x, y, radius + 5, accent);
}

function fillShape(context, shape, x, y, radius, colour) {
  context.save();
  context.translate(x, y);
  context.scale(radius, radius);
  context.fillStyle = colour;
  context.beginPath();
  if (!paths.has(shape)) {
    context.arc(0, 0, 1, 0, 2 * Math.PI);
    context.fill();
  } else context.fill(context.isRecorder ? { d: OUTLINES[shape] } : paths.get(shape));
  context.restore();
}

function drawSign(context, { isOpen }, x, y, radius, paper) {
  const half = radius * (isOpen ? 0.55 : 0.35);
  context.strokeStyle = paper;
  context.lineWidth = Math.max(1.5, radius * 0.14);
  context.beginPath();
  context.moveTo(x - half, y);
  context.lineTo(x + half, y);
  if (!isOpen) {
    context.moveTo(x, y - half);
    context.lineTo(x, y + half);
  }
  context.stroke();
}

function drawRing(context, x, y, radius, accent) {
  context.strokeStyle = accent;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}
