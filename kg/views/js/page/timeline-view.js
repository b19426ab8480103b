// What the timeline shows: events in lanes, by when they were.
import { dayOf, isoDay, NEVER } from "../core/dates.js";
import { densestSpan, firstIndexFrom } from "../core/timeline-layout.js";
import { events, graph, nameOf } from "./data.js";
import { shownArticles } from "./shown.js";
import { isVisible, state } from "./state.js";
import { kindPlural, localised, typeName } from "./localisation.js";

export const GUTTER = 118; // pixels: the names of the lanes
export const AXIS = 30;
export const LANE_HEIGHT = 60;
const MAX_LANES = 60;

// The days of the events: their own, else that of the earliest report that passes the filters, in step with updateLanes().
export const eventDays = { firstDay: Int32Array.from(graph.firstDay), lastDay: Int32Array.from(graph.lastDay) };
const { firstDay, lastDay } = eventDays;

/** Whether an event has no date of its own, and stands where it was first reported. */
export const isGuess = (id) => graph.firstDay[id] === NEVER;

/** Whether of an event only years are known. */
export const isYearly = (id) =>
  !isGuess(id) && isoDay(firstDay[id]).endsWith("-01-01") && isoDay(lastDay[id]).endsWith("-12-31");

function updateDays() {
  for (const { id } of events) if (isGuess(id)) firstDay[id] = lastDay[id] = reportDay(id);
}

/** Returns the day of the earliest report of an event that passes the filters, or NEVER. */
function reportDay(id) {
  const reported = shownArticles(id).map((article) => graph.articleDay[article]);
  const known = reported.filter((day) => day !== NEVER);
  return known.length ? Math.min(...known) : NEVER;
}

// What is shown: the day at the left end and pixels a day, how far it is scrolled, and the lanes by what they are of.
export const timeline = {
  left: 0,
  scale: 1,
  top: 0,
  isFitted: false,
  groupBy: "type",
  events: [],
  lanes: [],
  boxes: [], // what is drawn: events, or bins of a lane
  surface: null,
};

export const xOf = (day) => (day - timeline.left) * timeline.scale + GUTTER;
export const dayAt = (x) => (x - GUTTER) / timeline.scale + timeline.left;
export const indexFrom = (list, day) => firstIndexFrom(list, day, (id) => firstDay[id]);

const YEARLY = "yearly"; // the lane of events of which only the year is known

function laneKeys(id) {
  if (isYearly(id)) return [YEARLY];
  if (timeline.groupBy === "none") return [""];
  if (timeline.groupBy === "type") return [graph.nodes[id].types[0] ?? "Event"];
  const isInGroup = (other) => graph.nodes[other].group === timeline.groupBy && isVisible(other);
  return [...graph.neighbours(id)].filter(isInGroup);
}

function laneName(key) {
  if (key === YEARLY) return localised("只知年份", "Year only");
  if (timeline.groupBy === "none") return localised("全部", "All");
  if (timeline.groupBy === "type") return key === "Event" ? kindPlural("Event") : typeName(key);
  return nameOf(key);
}

function makeLanes(ids) {
  const found = new Map();
  for (const id of ids)
    for (const key of laneKeys(id)) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(id);
    }
  const isSelected = (key) => key === state.node;
  return [...found]
    .sort(
      ([a, one], [b, other]) =>
        (a === YEARLY) - (b === YEARLY) ||
        isSelected(b) - isSelected(a) ||
        other.length - one.length ||
        (a < b ? -1 : 1),
    )
    .slice(0, MAX_LANES)
    .map(([key, members]) => {
      const longest = members.reduce((most, id) => Math.max(most, lastDay[id] - firstDay[id]), 0);
      return { key, name: laneName(key), events: members, longest };
    });
}

export function updateLanes() {
  updateDays();
  const isShown = (id) => isVisible(id) && firstDay[id] !== NEVER;
  timeline.events = events.map(({ id }) => id).filter(isShown);
  timeline.events.sort((a, b) => firstDay[a] - firstDay[b] || a - b);
  timeline.lanes = makeLanes(timeline.events);
}

export function fitDays(from, to) {
  const width = timeline.surface.canvas.clientWidth - GUTTER - 20;
  const days = Math.max(to - from + 1, 3);
  timeline.scale = Math.min(120, width / (days * 1.06));
  timeline.left = from - (width / timeline.scale - days) / 2;
}

export function fitAll() {
  const shown = timeline.events;
  if (!shown.length) return;
  const last = shown.reduce((latest, id) => Math.max(latest, lastDay[id]), -Infinity);
  fitDays(firstDay[shown[0]], last);
}

export function fitMost() {
  if (!timeline.events.length) return fitDays(dayOf("2020-01-01"), dayOf("2020-12-31"));
  const span = densestSpan(timeline.events.map((id) => firstDay[id]));
  if (span) fitDays(...span);
  else fitAll();
}
