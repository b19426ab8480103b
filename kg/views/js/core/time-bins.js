// Bins of a histogram over time: days, weeks, months, quarters, years or decades.
import { isoDay, NEVER, periodStart } from "./dates.js";

const MAX_BINS = 90;
const MONDAY = 4; // 1970-01-05
const monthsFrom = (count) => ({
  start: (day) => periodStart(day, count),
  next: (day) => periodStart(day + 31 * count, count),
});
const STEPS = [
  { start: (day) => day, next: (day) => day + 1, length: 10 },
  { start: (day) => day - ((((day - MONDAY) % 7) + 7) % 7), next: (day) => day + 7, length: 10 },
  { ...monthsFrom(1), length: 7 },
  { ...monthsFrom(3), length: 7 },
  { ...monthsFrom(12), length: 4 },
  { ...monthsFrom(120), length: 4 },
];

/**
 * Returns the finest bins of which there are at most 90, each as [first day, name]. They span what the articles report
 * on; the few events long before (a founding, a birth) count in the first bin.
 */
export function makeBins(eventDays, articleDays) {
  const days = [...eventDays].sort((a, b) => a - b);
  const published = [...articleDays].filter((day) => day !== NEVER).sort((a, b) => a - b);
  if (!days.length) return [];
  const margin = published.length ? Math.max(31, (published.at(-1) - published[0]) / 4) : Infinity;
  const first = Math.max(days[0], (published[0] ?? 0) - margin);
  const last = Math.max(days[Math.floor(days.length * 0.98)], published.at(-1) ?? -Infinity);
  for (const { start, next, length } of STEPS) {
    const bins = [];
    for (let day = start(Math.floor(first)); day <= last && bins.length <= MAX_BINS; day = next(day))
      bins.push([day, isoDay(day).slice(0, length)]);
    if (bins.length <= MAX_BINS) return bins;
  }
  return [];
}

/** Returns the number of the bin that a day is in; what is before the first bin counts in it. */
export const binOf = (bins, day) =>
  Math.max(
    0,
    bins.findLastIndex(([first]) => first <= day),
  );

/** Counts days by bin. */
export function countByBin(bins, days) {
  const counts = new Array(bins.length).fill(0);
  for (const day of days) counts[binOf(bins, day)]++;
  return counts;
}
