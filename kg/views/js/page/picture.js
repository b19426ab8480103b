// The pictures as SVG and PNG, as they are seen, and as vectors on paper.
import { xmlText } from "../core/escaping.js";
import { isUnconfirmed } from "../core/graph.js";
import { OUTLINES } from "../core/outlines.js";
import { makeRecorder } from "../core/svg-recorder.js";
import { drawBundles } from "./bundle-marks.js";
import { communityName } from "./communities.js";
import { kindPlural } from "./localisation.js";
import { data, graph, isLow, kinds, largestCommunities, nameOf } from "./data.js";
import { drawing } from "./drawing.js";
import { themeColour } from "./elements.js";
import { drawLabels, font, LABEL_FAMILY } from "./labels.js";
import { countStanding, standingLines } from "./line-looks.js";
import {
  emphasised,
  isEdgeEmphasised,
  communityColour,
  edgeDrawn,
  kindColour,
  nodeColour,
  state,
  drawnNodes,
  visibleNodes,
} from "./state.js";

const MARGIN = 80; // pixels around the picture within which nodes are still drawn

function nodeOpacity(id) {
  const standing = emphasised();
  if (standing && !standing.has(id)) return 0.16;
  return isLow(graph.nodeConfidence[id]) ? 0.55 : 1;
}

function nodeShape(id, { x, y }) {
  const node = graph.nodes[id];
  const colour = nodeColour(id);
  const fill = isUnconfirmed(node)
    ? `fill="${themeColour("--page")}" stroke="${colour}" stroke-dasharray=".4 .3"`
    : `fill="${colour}"`;
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${drawing.radius(id).toFixed(1)})`;
  const look = `transform="${place}" ${fill} stroke-width=".16" opacity="${nodeOpacity(id)}"`;
  const title = `<title>${xmlText(nameOf(id))}</title>`;
  const outline = OUTLINES[kinds.get(node.group).shape];
  return outline ? `<path d="${outline}" ${look}>${title}</path>` : `<circle r="1" ${look}>${title}</circle>`;
}

function edgeLine(edge, from, to, near) {
  const isNear = isEdgeEmphasised(edge);
  const stop = drawing.radius(edge.to) + 2;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const end = { x: to.x - ((to.x - from.x) * stop) / length, y: to.y - ((to.y - from.y) * stop) / length };
  const [x1, y1, x2, y2] = [from.x, from.y, end.x, end.y].map((value) => value.toFixed(1));
  const dashes = isLow(graph.edgeConfidence[edge.id]) ? ` stroke-dasharray="4 3"` : "";
  const opacity = isNear ? near.opacity : emphasised() ? 0.12 : 0.75;
  const stroke = `stroke="${themeColour(isNear ? "--accent" : "--edge")}" stroke-width="${isNear ? near.width : 1}"`;
  const line = `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  return `${line} ${stroke} opacity="${opacity}"${dashes} marker-end="url(#${isNear ? "near" : "far"})"/>`;
}

function arrowMarker(id, colour) {
  const box = `viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9"`;
  const head = `<path d="M0 1 7 4 0 7z" fill="${themeColour(colour)}"/>`;
  return `<marker id="${id}" ${box} orient="auto">${head}</marker>`;
}

/** Returns the network as elements of SVG. */
function networkElements(width, height) {
  const places = new Map(drawnNodes().map((id) => [id, drawing.screen(id)]));
  const isInside = ([, { x, y }]) => x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN;
  const crosses = ({ from, to }) => {
    const [a, b] = [places.get(from), places.get(to)];
    const isApart = (one, other, most) => Math.max(one, other) < 0 || Math.min(one, other) > most;
    return a && b && !isApart(a.x, b.x, width) && !isApart(a.y, b.y, height);
  };
  const edges = graph.edges.filter((edge) => edgeDrawn[edge.id] && crosses(edge));
  const near = standingLines(countStanding());
  const [bundles, labels] = [0, 1].map(() => makeRecorder(document.createElement("canvas").getContext("2d")));
  drawBundles(bundles, width, height);
  drawLabels(labels, places, drawing.camera().scale, width, height);
  return [
    arrowMarker("far", "--edge"),
    arrowMarker("near", "--accent"),
    ...edges.map((edge) => edgeLine(edge, places.get(edge.from), places.get(edge.to), near)),
    ...[...places].filter(isInside).map(([id, place]) => nodeShape(id, place)),
    ...bundles.elements(),
    ...labels.elements(),
  ];
}

const LEGEND_HEIGHT = 34;

/** Returns the legend in a row: what the shapes mean or, where communities have colours, the communities; it ends at `width`. */
function legendElements(width, top) {
  const recorder = makeRecorder(document.createElement("canvas").getContext("2d"));
  recorder.font = font(13);
  recorder.textBaseline = "middle";
  const shapes = [];
  let x = 16;
  for (const { name, colour, outline } of legendEntries()) {
    const advance = recorder.measureText(name).width + 38;
    if (x + advance > width) break;
    const place = `transform="translate(${x} ${top + LEGEND_HEIGHT / 2}) scale(7)" fill="${colour}"`;
    shapes.push(outline ? `<path d="${outline}" ${place}/>` : `<circle r="1" ${place}/>`);
    recorder.fillStyle = themeColour("--ink");
    recorder.fillText(name, x + 13, top + LEGEND_HEIGHT / 2);
    x += advance;
  }
  return [...shapes, ...recorder.elements()];
}

function legendEntries() {
  if (state.tab === "network" && state.colours === "community")
    return largestCommunities.map((number) => ({ name: communityName(number), colour: communityColour(number) }));
  const present = new Set(visibleNodes().map((id) => graph.nodes[id].group));
  return [...kinds]
    .filter(([kind]) => present.has(kind))
    .map(([kind, { shape }]) => {
      return { name: kindPlural(kind), colour: kindColour(kind), outline: OUTLINES[shape] };
    });
}

// The other tabs that are drawn, each by what draws it and the names of the surfaces that it is drawn on.
const surfaces = new Map();

/** Registers what draws a tab on a canvas: draw(context, width, height); `ground` is the colour of its paper. */
export const addPicture = (tab, draw, ground = "--page") => surfaces.set(tab, { draw, ground });

/** Whether the open tab is a picture. */
export const hasPicture = () => state.tab === "network" || surfaces.has(state.tab);

/** Returns { width, height } of the picture with or without its legend, in pixels of the screen. */
export function pictureSize(hasLegend) {
  const stage = document.querySelector(`#view-${state.tab} .surface`) ?? document.getElementById(`view-${state.tab}`);
  return { width: stage.clientWidth, height: stage.clientHeight + (hasLegend ? LEGEND_HEIGHT : 0) };
}

function surfaceElements(width, height) {
  const recorder = makeRecorder(document.createElement("canvas").getContext("2d"));
  surfaces.get(state.tab).draw(recorder, width, height);
  return recorder.elements();
}

/** Returns the picture of the open tab as it is seen, as SVG. */
export function svgText(hasLegend = false) {
  const { width, height } = pictureSize(hasLegend);
  const drawn = height - (hasLegend ? LEGEND_HEIGHT : 0);
  const ground = themeColour(surfaces.get(state.tab)?.ground ?? "--page");
  const box = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const type = `font-family="${xmlText(LABEL_FAMILY)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${box} ${type}>`,
    `<title>${xmlText(data.title)}</title>`,
    `<rect width="100%" height="100%" fill="${themeColour("--page")}"/>`,
    `<clipPath id="frame"><rect width="${width}" height="${drawn}"/></clipPath>`,
    `<g clip-path="url(#frame)"><rect width="${width}" height="${drawn}" fill="${ground}"/>`,
    ...(state.tab === "network" ? networkElements(width, drawn) : surfaceElements(width, drawn)),
    "</g>",
    ...(hasLegend ? legendElements(width, drawn) : []),
    "</svg>",
  ].join("\n");
}

/** Returns the picture as PNG, `scale` pixels for each of the screen's; rejects where the browser cannot make one so large. */
export async function pngBlob(scale, hasLegend) {
  const { width, height } = pictureSize(hasLegend);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(hasLegend))}`;
  await image.decode();
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const sheet = Object.assign(document.createElement("canvas"), size);
  sheet.getContext("2d").drawImage(image, 0, 0, size.width, size.height);
  const blob = await new Promise((done) => sheet.toBlob(done, "image/png"));
  if (!blob) throw new Error("no picture");
  return blob;
}

/** Puts the picture as vectors in the place of the canvases while the page is printed. */
export function mountPrinting() {
  const sheet = document.getElementById("printed");
  window.addEventListener("beforeprint", () => {
    if (!hasPicture()) return;
    const drawn = new DOMParser().parseFromString(svgText(true), "image/svg+xml").documentElement;
    sheet.replaceChildren(document.importNode(drawn, true));
    document.body.classList.add("printing");
  });
  window.addEventListener("afterprint", () => {
    sheet.replaceChildren();
    document.body.classList.remove("printing");
  });
}
