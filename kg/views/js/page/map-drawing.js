// The drawing of the map: land, circles, and the names of places where there is space.
import { makeFreeSpace } from "../core/free-space.js";
import { decodeLine, isSeam, mercatorY, unwrapped } from "../core/geography.js";
import { shorten } from "../core/text.js";
import { data, nameOf } from "./data.js";
import { themeColour } from "./elements.js";
import { font } from "./labels.js";
import { fitFirst, map, MEASURES, onScreen, updateClusters } from "./map-view.js";
import { kindColour, state } from "./state.js";
import { writeOver } from "./surface.js";

// At which scales (pixels a degree) the names of provinces, of their seats and of other cities are written.
const NAME_RANKS = {
  1: { size: 13, weight: 600, from: 6, until: 90 },
  2: { size: 12, weight: 400, from: 22, until: 1e9 },
  3: { size: 11, weight: 400, from: 55, until: 1e9 },
};
const BEYOND = 20; // degrees by which land may reach beyond the antimeridian
const radiusOf = (weight) => (weight ? Math.min(34, 5 + 2.6 * Math.sqrt(weight)) : 3.5);

/** Returns the outlines of the land, to be filled, and of the coast, without where the world is cut open. */
export function readOutline(lines) {
  const land = makeOutline();
  const coast = makeOutline();
  for (const line of lines) {
    let before = null;
    for (const point of unwrapped(decodeLine(line))) {
      const [longitude, latitude] = point;
      const at = [longitude, mercatorY(latitude)];
      if (before) land.lineTo(...at);
      else land.moveTo(...at);
      if (before && !isSeam(before, point)) coast.lineTo(...at);
      else coast.moveTo(...at);
      before = point;
    }
    land.closePath();
  }
  return { land: land.path(), coast: coast.path() };
}

/** Returns what collects lines as the data of a path, for the canvas and for SVG. */
function makeOutline() {
  const parts = [];
  const at = (command) => (x, y) => parts.push(`${command}${x.toFixed(2)} ${y.toFixed(2)}`);
  const path = () => {
    const d = parts.join("");
    return { d, drawn: new Path2D(d) };
  };
  return { moveTo: at("M"), lineTo: at("L"), closePath: () => parts.push("z"), path };
}

/** Draws the land as often as it is seen: a map that crosses the antimeridian shows the world's beginning behind its end. */
function drawLand(context, width, height, colours) {
  const half = width / 2 / map.scale;
  const first = Math.floor((map.x - half - BEYOND + 180) / 360);
  const last = Math.floor((map.x + half + 180) / 360);
  for (let turn = first; turn <= last; turn++) drawWorld(context, width, height, 360 * turn, colours);
}

function drawWorld(context, width, height, shift, colours) {
  context.save();
  context.translate(width / 2, height / 2);
  context.scale(map.scale, map.scale);
  context.translate(shift - map.x, -map.y);
  context.fillStyle = colours.land;
  context.strokeStyle = themeColour("--edge");
  context.lineWidth = 0.8 / map.scale;
  const outline = ({ drawn, d }) => (context.isRecorder ? { d } : drawn);
  context.fill(outline(map.outline.land), "evenodd");
  context.stroke(outline(map.outline.coast));
  context.restore();
}

function drawCircles(context, shown, colours) {
  const own = kindColour(MEASURES[map.measure].kind);
  const opacity = state.theme === "dark" ? "99" : "77";
  for (const { cluster, x, y, radius, isSelected } of shown) {
    context.globalAlpha = map.selected.size && !isSelected ? 0.3 : 1;
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.fillStyle = own + (cluster.weight ? opacity : "00");
    context.fill();
    context.lineWidth = isSelected ? 3 : 1.3;
    context.strokeStyle = isSelected ? colours.accent : own;
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawCircleLabels(context, shown, space, colours) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  const names = makeFreeSpace();
  const ordered = [...shown].sort((a, b) => b.isSelected - a.isSelected || b.cluster.weight - a.cluster.weight);
  context.font = font(11, 600);
  for (const { cluster, x, y, radius, isSelected } of ordered) {
    if ((map.selected.size && !isSelected) || !cluster.weight || radius <= 8) continue;
    const half = context.measureText(String(cluster.weight)).width / 2 + 1;
    names.occupy([x - half, y - 6, x + half, y + 6]);
    writeOver(context, String(cluster.weight), x, y, colours.ink, colours.land);
  }
  for (const [rank, { cluster, x, y, radius, isSelected }] of ordered.entries()) {
    if (map.selected.size && !isSelected) continue;
    const [site, ...others] = cluster.sites;
    const text = shorten(nameOf(site), 10) + (others.length ? ` +${others.length}` : "");
    context.font = font(12, isSelected ? 600 : 500);
    const half = context.measureText(text).width / 2 + 3;
    const top = y + radius + 2;
    const box = [x - half, top, x + half, top + 15];
    const isLeading = isSelected || rank < 12; // the name may then cover circles, but never a number or another name
    if (!names.isFree(box) || !(isLeading || space.isFree(box))) continue;
    names.occupy(box);
    space.occupy(box);
    writeOver(context, text, x, top + 8, colours.ink, colours.land);
  }
}

/** Writes the names of provinces and cities where there is space, but not those that a circle has. */
function drawPlaceNames(context, width, height, shown, space, colours) {
  const written = shown.map(({ cluster }) => nameOf(cluster.sites[0]));
  for (const [text, longitude, latitude, rank] of data.map?.names ?? []) {
    const { size, weight, from, until } = NAME_RANKS[rank];
    if (map.scale < from || map.scale > until || written.some((name) => name.startsWith(text))) continue;
    const { x, y } = onScreen({ x: longitude, y: mercatorY(latitude) }, width, height);
    if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
    context.font = font(size, weight);
    const half = context.measureText(text).width / 2 + 3;
    const box = [x - half, y - 8, x + half, y + 8];
    if (!space.isFree(box)) continue;
    space.occupy(box);
    context.globalAlpha = Math.min(1, (map.scale - from) / from + 0.4) * 0.8;
    writeOver(context, text, x, y, colours.faint, colours.land);
    context.globalAlpha = 1;
  }
}

export function drawMap(context, width, height) {
  if (!map.isFitted) {
    map.isFitted = true;
    fitFirst();
  }
  updateClusters();
  const colours = {
    ink: themeColour("--ink"),
    faint: themeColour("--faint"),
    accent: themeColour("--accent"),
    land: themeColour("--land"),
  };
  drawLand(context, width, height, colours);
  const space = makeFreeSpace();
  map.shown = map.clusters
    .map((cluster) => {
      const isSelected = cluster.sites.some((site) => map.selected.has(site));
      return { cluster, ...onScreen(cluster, width, height), radius: radiusOf(cluster.weight), isSelected };
    })
    .filter(({ x, y, radius: r }) => x > -r && y > -r && x < width + r && y < height + r);
  for (const { x, y, radius } of map.shown) {
    const half = radius * 0.7;
    space.occupy([x - half, y - half, x + half, y + half]);
  }
  drawCircles(context, map.shown, colours);
  drawCircleLabels(context, map.shown, space, colours);
  drawPlaceNames(context, width, height, map.shown, space, colours);
}
