// The picture of the network as SVG, as it is seen.
import { xmlText } from "../core/escaping.js";
import { isUnconfirmed } from "../core/graph.js";
import { data, graph, isLow, kinds, nameOf } from "./data.js";
import { drawing } from "./drawing.js";
import { themeColour } from "./elements.js";
import { drawLabels, LABEL_FAMILY } from "./labels.js";
import { emphasised, isEdgeEmphasised, isEdgeVisible, nodeColour, visibleNodes } from "./state.js";

const OUTLINES = {
  square: "M-1-1H1V1H-1z",
  diamond: "M0-1 1 0 0 1-1 0z",
  triangle: "M0-1 1 .8H-1z",
  star: "M0-1 .29-.34 1-.29.46.18.63.89 0 .51-.63.89-.46.18-1-.29-.29-.34z",
};
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

function edgeLine(edge, from, to) {
  const isNear = isEdgeEmphasised(edge);
  const stop = drawing.radius(edge.to) + 2;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const end = { x: to.x - ((to.x - from.x) * stop) / length, y: to.y - ((to.y - from.y) * stop) / length };
  const [x1, y1, x2, y2] = [from.x, from.y, end.x, end.y].map((value) => value.toFixed(1));
  const dashes = isLow(graph.edgeConfidence[edge.id]) ? ` stroke-dasharray="4 3"` : "";
  const opacity = isNear ? 1 : emphasised() ? 0.12 : 0.75;
  const stroke = `stroke="${themeColour(isNear ? "--accent" : "--edge")}" stroke-width="${isNear ? 2 : 1}"`;
  const line = `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`;
  return `${line} ${stroke} opacity="${opacity}"${dashes} marker-end="url(#${isNear ? "near" : "far"})"/>`;
}

/** Returns the labels that the picture has space for: drawLabels writes them on what records them as elements. */
function labelTexts(places, width, height) {
  const written = [];
  const measure = document.createElement("canvas").getContext("2d");
  const recorder = {
    set font(value) {
      measure.font = value;
    },
    get font() {
      return measure.font;
    },
    measureText: (text) => measure.measureText(text),
    strokeText: () => {},
    fillText(text, x, y) {
      const [, weight, size] = this.font.match(/^(?:(\w+) )?([\d.]+)px/) ?? [null, "", "12"];
      const place = `x="${x.toFixed(1)}" y="${(y + Number(size) * 0.35).toFixed(1)}"`;
      const type = `font-size="${size}" font-weight="${weight || "normal"}"`;
      const ink = `fill="${this.fillStyle}" stroke="${this.strokeStyle}"`;
      written.push(`<text ${place} ${type} ${ink}>${xmlText(text)}</text>`);
    },
  };
  drawLabels(recorder, places, drawing.camera().scale, width, height);
  return written;
}

function arrowMarker(id, colour) {
  const box = `viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9"`;
  const head = `<path d="M0 1 7 4 0 7z" fill="${themeColour(colour)}"/>`;
  return `<marker id="${id}" ${box} orient="auto">${head}</marker>`;
}

export function svgText() {
  const { clientWidth: width, clientHeight: height } = document.getElementById("view-network");
  const places = new Map(visibleNodes().map((id) => [id, drawing.screen(id)]));
  const isInside = ([, { x, y }]) => x > -MARGIN && y > -MARGIN && x < width + MARGIN && y < height + MARGIN;
  const edges = graph.edges.filter(isEdgeVisible);
  const type = `font-family="${xmlText(LABEL_FAMILY)}" text-anchor="middle"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${xmlText(data.title)}</title>`,
    arrowMarker("far", "--edge"),
    arrowMarker("near", "--accent"),
    `<rect width="100%" height="100%" fill="${themeColour("--page")}"/>`,
    ...edges.map((edge) => edgeLine(edge, places.get(edge.from), places.get(edge.to))),
    ...[...places].filter(isInside).map(([id, place]) => nodeShape(id, place)),
    `<g ${type} paint-order="stroke" stroke-width="4" stroke-linejoin="round">`,
    ...labelTexts(places, width, height),
    "</g></svg>",
  ].join("\n");
}
