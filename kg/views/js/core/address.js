// The parameters of a page's address, read without trust: whatever is not as expected counts as absent.
import { periodIn } from "./dates.js";

/** Returns the texts in a JSON list; names may hold any character, so lists are JSON. */
export function textsIn(json) {
  try {
    const list = JSON.parse(json);
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

export const listText = (values) => (values.length ? JSON.stringify(values) : "");

/** Returns the first or the last day of a day, a month or a year as people write them, or null. */
export const firstDayIn = (text) => periodIn(text ?? "")?.[0] ?? null;
export const lastDayIn = (text) => periodIn(text ?? "")?.[1] ?? null;

/** Returns a confidence above 0 and up to 1; else 0. */
export function confidenceIn(text) {
  const confidence = Number(text);
  return confidence > 0 && confidence <= 1 ? confidence : 0;
}

export const cameraText = ({ x, y, scale }) => [x.toFixed(1), y.toFixed(1), scale.toPrecision(4)].join(",");

/** Returns the camera that cameraText wrote, or null. */
export function cameraIn(text) {
  const [x, y, scale, ...rest] = (text ?? "").split(",").map(Number);
  return !rest.length && [x, y, scale].every(Number.isFinite) && scale > 0 ? { x, y, scale } : null;
}

/** Returns parameters without those that are empty, as text. */
export const parameterText = (parameters) =>
  new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();
