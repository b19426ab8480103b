// Dates as days since 1970-01-01, which can be compared and kept in typed arrays.

const DAY = 864e5; // milliseconds
export const NEVER = -(2 ** 31); // the day of what has no date

/** Returns the day of an ISO date; a month or a year counts by its first day, and what is no date is NEVER. */
export function dayOf(text) {
  const [, year, month = "01", day = "01"] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text ?? "") ?? [];
  const found = Date.parse(`${year}-${month}-${day}T00:00Z`) / DAY;
  return Number.isInteger(found) ? found : NEVER;
}

/** Returns a day as an ISO date. */
export const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** Returns the day as a Date in UTC. */
export const dateOf = (day) => new Date(day * DAY);

/** Returns the day on which a month begins; months beyond December are in the next year. */
export const monthStart = (year, month) => Date.UTC(year, month) / DAY;

/** Returns the day on which a day's period of `count` months begins, counted from January; 12 or more: its year. */
export function periodStart(day, count) {
  const date = dateOf(day);
  return monthStart(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / count) * count);
}

/** Returns a name for the days from one ISO date to another: a year, a month, a day or both ends. */
export function rangeName(from, to) {
  if (from === to) return from;
  const year = from.slice(0, 4);
  const month = from.slice(0, 7);
  if (from === `${year}-01-01` && to === `${year}-12-31`) return year;
  const next = monthStart(Number(year), Number(from.slice(5, 7)));
  return from === `${month}-01` && dayOf(to) + 1 === next ? month : `${from} – ${to}`;
}

/** Returns the first and the last day of a year, a month or a day as people write it (2021-3, 2021/03/05, 2021年3月), or null. */
export function periodIn(text) {
  const [, year, month, day] = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$/.exec(text.trim()) ?? [];
  if (!year) return null;
  const first = monthStart(Number(year), month ? Number(month) - 1 : 0);
  if (!month) return [first, monthStart(Number(year) + 1, 0) - 1];
  const last = monthStart(Number(year), Number(month)) - 1;
  if (Number(month) < 1 || Number(month) > 12) return null;
  if (!day) return [first, last];
  const found = first + Number(day) - 1;
  return Number(day) >= 1 && found <= last ? [found, found] : null;
}
