// The drawing of the timeline: an axis from day to century, and lanes of events; where there is no space for each, how
// many there are.
import { dateOf, isoDay } from "../core/dates.js";
import { statusOf } from "../core/graph.js";
import { shorten } from "../core/text.js";
import { axisTicks, countLane, placeInRows } from "../core/timeline-layout.js";
import { graph, nameOf } from "./data.js";
import { themeColour } from "./elements.js";
import { font } from "./labels.js";
import { emphasised, kindColour, state } from "./state.js";
import { writeOver } from "./surface.js";
import {
  AXIS,
  dayAt,
  eventDays,
  fitMost,
  GUTTER,
  indexFrom,
  isGuess,
  LANE_HEIGHT,
  timeline,
  xOf,
} from "./timeline-view.js";
import { localised } from "./localisation.js";

const LANE_ROWS = 3;
const BIN_WIDTH = 6; // pixels
const { firstDay, lastDay } = eventDays;

function tickName(day, unit, isFull) {
  const date = dateOf(day);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const inEnglish = (options) => date.toLocaleString("en", { ...options, timeZone: "UTC" });
  if (unit === "year") return localised(`${year}年`, String(year));
  if (unit === "month") {
    if (isFull || month === 1) return localised(`${year}年${month}月`, `${year}-${String(month).padStart(2, "0")}`);
    return localised(`${month}月`, inEnglish({ month: "short" }));
  }
  if (isFull) return isoDay(day);
  return localised(`${month}月${date.getUTCDate()}日`, inEnglish({ month: "short", day: "numeric" }));
}

function drawAxis(context, width, height, colours) {
  context.font = font(11);
  context.textAlign = "left";
  context.textBaseline = "middle";
  let isFirst = true; // the first tick has its full date
  for (const { day, unit } of axisTicks(dayAt(GUTTER), dayAt(width), timeline.scale)) {
    const x = xOf(day);
    if (x < GUTTER - 1) continue;
    context.fillStyle = colours.rule;
    context.fillRect(Math.round(x), AXIS - 6, 1, height - AXIS + 6);
    context.fillStyle = isFirst ? colours.ink : colours.faint;
    context.fillText(tickName(day, unit, isFirst), x + 4, AXIS / 2);
    isFirst = false;
  }
  const { from, to } = state.filters;
  context.fillStyle = colours.page;
  context.globalAlpha = 0.6;
  if (from !== null) context.fillRect(GUTTER, AXIS, Math.max(0, xOf(from) - GUTTER), height);
  if (to !== null) context.fillRect(xOf(to + 1), AXIS, Math.max(0, width - xOf(to + 1)), height);
  context.globalAlpha = 1;
}

/** Returns what of a lane is on the screen: { single: events } where they fit, else their counts by bins. */
function laneContents({ events: members, longest }, width) {
  const from = dayAt(GUTTER);
  const to = dayAt(width);
  const begin = indexFrom(members, from - longest - 1);
  const end = indexFrom(members, to);
  const inSight = end - indexFrom(members, from);
  const shown = members.slice(begin, end);
  if (inSight * 11 <= (width - GUTTER) * LANE_ROWS) return { single: shown.filter((id) => lastDay[id] + 1 >= from) };
  return countLane(shown, BIN_WIDTH / timeline.scale, from, eventDays);
}

const labels = new Map(); // of events: their text and its width
function labelWithin(context, id, space) {
  if (!labels.has(id)) {
    const text = shorten(nameOf(id), 16);
    labels.set(id, { text, width: context.measureText(text).width });
  }
  const { text, width } = labels.get(id);
  if (width <= space) return text;
  const letters = Math.floor((space / width) * [...text].length) - 1;
  return letters >= 3 ? shorten(text, letters) : "";
}

function drawMark(context, { id, left, right, isWide }, y, colours) {
  const own = kindColour("Event");
  const isSelected = state.node === id;
  const isCertain = ["", "happened"].includes(statusOf(graph.nodes[id]));
  context.beginPath();
  if (isWide) context.roundRect(left, y - 6, Math.max(4, right - left - 1), 12, 4);
  else {
    context.moveTo(left + 6, y - 6);
    context.lineTo(left + 12, y);
    context.lineTo(left + 6, y + 6);
    context.lineTo(left, y);
    context.closePath();
  }
  context.fillStyle = isGuess(id) ? colours.page : own + (isWide ? "33" : isCertain ? "ff" : "22");
  context.fill();
  context.strokeStyle = isSelected ? colours.accent : own;
  context.lineWidth = isSelected ? 3 : 1;
  context.setLineDash(isCertain ? [] : [2, 2]);
  context.stroke();
  context.setLineDash([]);
}

function drawSingles(context, top, ids, width, colours) {
  const standing = emphasised();
  context.font = font(12);
  context.textAlign = "left";
  context.textBaseline = "middle";
  const spans = ids.map((id) => [id, xOf(firstDay[id]), xOf(lastDay[id] + 1)]);
  for (const mark of placeInRows(spans, LANE_ROWS, GUTTER, width)) {
    const { id, left, right, isWide, row, until } = mark;
    const y = top + 11 + row * 17;
    context.globalAlpha = standing && !standing.has(id) ? 0.22 : 1;
    drawMark(context, mark, y, colours);
    const x = isWide ? Math.max(left, GUTTER) + 5 : right + 3;
    context.fillStyle = colours.ink;
    if (state.node === id) writeOver(context, shorten(nameOf(id), 16), x, y, colours.ink, colours.page);
    else context.fillText(labelWithin(context, id, until - x), x, y);
    const labelEnd = Math.min(until, x + (labels.get(id)?.width ?? 0));
    timeline.boxes.push({ x0: left - 3, x1: Math.max(right + 3, labelEnd), y0: y - 9, y1: y + 9, ids: [id] });
  }
  context.globalAlpha = 1;
}

function drawBins(context, lane, top, { bins, changes, days }, most, width) {
  const own = kindColour("Event");
  const base = top + LANE_HEIGHT - 5;
  const height = (count) => Math.max(2, (LANE_HEIGHT - 12) * Math.sqrt(count / most));
  let underWay = 0;
  let since = null;
  context.fillStyle = own + "33";
  for (const [bin, change] of [...changes].sort(([a], [b]) => a - b)) {
    if (underWay) {
      const left = Math.max(GUTTER, xOf(since * days));
      const right = Math.min(width, xOf(bin * days));
      if (right > left) context.fillRect(left, base - height(underWay), right - left, height(underWay));
    }
    underWay += change;
    since = bin;
  }
  context.fillStyle = own;
  for (const [bin, count] of bins) {
    const x = xOf(bin * days);
    context.fillRect(x, base - height(count), BIN_WIDTH - 1, height(count));
    const box = { x0: x, x1: x + BIN_WIDTH, y0: top, y1: base };
    timeline.boxes.push({ ...box, lane, from: bin * days, to: (bin + 1) * days, count });
  }
}

function drawLane(context, { lane, top, contents }, most, width, height, colours) {
  context.fillStyle = colours.rule;
  context.fillRect(0, top + LANE_HEIGHT - 1, width, 1);
  context.save();
  context.beginPath();
  context.rect(GUTTER, AXIS, width - GUTTER, height - AXIS);
  context.clip();
  if (contents.single) drawSingles(context, top, contents.single, width, colours);
  else drawBins(context, lane, top, contents, most, width);
  context.restore();
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.font = font(12, lane.key === state.node ? 650 : 500);
  context.fillStyle = colours.ink;
  context.fillText(shorten(lane.name, 8), 10, top + LANE_HEIGHT / 2 - 8);
  context.font = font(11);
  context.fillStyle = colours.faint;
  context.fillText(String(lane.events.length), 10, top + LANE_HEIGHT / 2 + 9);
}

function drawScrollbar(context, width, height, colours) {
  const whole = timeline.lanes.length * LANE_HEIGHT;
  const space = height - AXIS;
  if (whole <= space) return;
  context.fillStyle = colours.faint;
  context.globalAlpha = 0.5;
  context.fillRect(width - 6, AXIS + (timeline.top / whole) * space, 4, Math.max(16, (space / whole) * space));
  context.globalAlpha = 1;
}

export function drawTimeline(context, width, height) {
  if (!timeline.isFitted) {
    timeline.isFitted = true;
    fitMost();
  }
  const lowest = timeline.lanes.length * LANE_HEIGHT - (height - AXIS) + 10;
  timeline.top = Math.max(0, Math.min(timeline.top, lowest));
  timeline.boxes = [];
  const colours = {
    ink: themeColour("--ink"),
    faint: themeColour("--faint"),
    rule: themeColour("--line"),
    page: themeColour("--page"),
    accent: themeColour("--accent"),
  };
  drawAxis(context, width, height, colours);
  const shown = timeline.lanes
    .map((lane, index) => ({ lane, top: AXIS + index * LANE_HEIGHT - timeline.top }))
    .filter(({ top }) => top > AXIS - LANE_HEIGHT && top < height)
    .map((row) => ({ ...row, contents: laneContents(row.lane, width) }));
  const counts = shown.flatMap(({ contents }) => (contents.bins ? [...contents.bins.values()] : []));
  const most = Math.max(1, ...counts);
  context.save();
  context.beginPath();
  context.rect(0, AXIS, width, height - AXIS);
  context.clip();
  for (const row of shown) drawLane(context, row, most, width, height, colours);
  context.restore();
  drawScrollbar(context, width, height, colours);
}
