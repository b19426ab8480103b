// The layout of the timeline: ticks of its axis, and what of a lane is shown as events or as counts.
import { dateOf, monthStart } from "./dates.js";

const UNITS = [
  { unit: "day", every: 1, days: 1 },
  { unit: "day", every: 7, days: 7 },
  { unit: "month", every: 1, days: 30 },
  { unit: "month", every: 3, days: 91 },
  { unit: "year", every: 1, days: 365 },
  { unit: "year", every: 5, days: 1826 },
  { unit: "year", every: 10, days: 3652 },
  { unit: "year", every: 50, days: 18262 },
  { unit: "year", every: 100, days: 36524 },
];
const MIN_TICK_WIDTH = 62; // pixels
const MONDAY = 4; // 1970-01-05, on which weekly ticks fall

/** Yields the ticks between two days as { day, unit }, at `scale` pixels a day. */
export function* axisTicks(from, to, scale) {
  const { unit, every } = UNITS.find(({ days }) => days * scale >= MIN_TICK_WIDTH) ?? UNITS.at(-1);
  if (unit === "day") {
    const first = Math.floor(from / every) * every + (every === 7 ? MONDAY : 0);
    for (let day = first; day <= to; day += every) yield { day, unit };
    return;
  }
  const start = dateOf(from);
  let year = start.getUTCFullYear();
  let month = 0;
  if (unit === "year") year = Math.floor(year / every) * every;
  else month = Math.floor(start.getUTCMonth() / every) * every;
  for (let day = monthStart(year, month); day <= to; day = monthStart(year, month)) {
    yield { day, unit };
    if (unit === "year") year += every;
    else month += every;
  }
}

/** Returns where in a list sorted by `dayOf` those begin whose day is `day` or later. */
export function firstIndexFrom(list, day, dayOf) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dayOf(list[middle]) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Returns the shortest span [from, to] that holds 85 % of sorted days, or null where it is not much shorter than the
 * whole: a few events of a century ago must not press the others into a corner.
 */
export function densestSpan(days) {
  const most = Math.ceil(days.length * 0.85);
  const span = (at) => days[at + most - 1] - days[at];
  let best = 0;
  for (let at = 1; at + most <= days.length; at++) if (span(at) <= span(best)) best = at;
  const whole = days.at(-1) - days[0];
  return days.length < 12 || span(best) * 3 > whole ? null : [days[best], days[best + most - 1]];
}

/** Counts events by bins of `days`: starts of short ones, and where the number of long ones under way changes. */
export function countLane(events, days, from, { firstDay, lastDay }) {
  const first = Math.floor(from / days);
  const bins = new Map();
  const changes = new Map();
  const add = (counts, bin, number) => counts.set(bin, (counts.get(bin) ?? 0) + number);
  for (const id of events) {
    if (lastDay[id] + 1 < from) continue;
    const start = Math.floor(firstDay[id] / days);
    const end = Math.floor(lastDay[id] / days);
    if (end - start < 3) {
      if (start >= first) add(bins, start, 1);
      continue;
    }
    add(changes, Math.max(start, first), 1);
    add(changes, end + 1, -1);
  }
  return { bins, changes, days };
}

const NARROW = 14; // pixels, below which an event is drawn as a diamond of 12

/**
 * Places events in rows, each in the row that has been free for longest; returns marks { id, left, right, isWide, row,
 * until }, where `until` is how far the label may reach. `spans` are [id, start, end] in pixels, by their start.
 */
export function placeInRows(spans, rows, left, right) {
  const ends = new Array(rows).fill(-Infinity);
  const last = new Array(rows).fill(null);
  return spans.map(([id, start, end]) => {
    const isWide = end - start > NARROW;
    const from = isWide ? Math.max(start, left - 10) : (start + end) / 2 - 6;
    const to = isWide ? Math.min(end, right + 10) : from + 12;
    const row = ends.indexOf(Math.min(...ends));
    const mark = { id, left: from, right: to, isWide, row, until: right };
    if (last[row]) last[row].until = from - 3;
    last[row] = mark;
    ends[row] = Math.max(ends[row], to);
    return mark;
  });
}
