// What a reader does with bundles: they are named, opened and closed.
import { announce } from "./announcer.js";
import { bundleAt } from "./bundle-marks.js";
import { nameOf } from "./data.js";
import { canvas, drawing } from "./drawing.js";
import { countedKind, localised } from "./localisation.js";
import { isNeighbourhood } from "./placing.js";
import { fitAll, fitNodes, select } from "./selection.js";
import { state } from "./state.js";

const DOUBLE = 400; // milliseconds within which a second click belongs to the first
let pressed = -Infinity; // when a mark was pressed, by the last click

export const bundleName = ({ kind, leaves }) => countedKind(kind, leaves.length);
export const bundleTitle = (bundle) =>
  localised(`${nameOf(bundle.hub)}的 ${bundleName(bundle)}`, `${bundleName(bundle)} of ${nameOf(bundle.hub)}`);

/** Selects a bundle without opening it: what the keyboard steps to. */
export function selectBundle(bundle) {
  select({ bundle: bundle.key });
  const how = bundle.isOpen
    ? localised("，已展开，回车收起", ", open; Enter closes")
    : localised("，收成一束，回车展开", ", bundled; Enter opens");
  announce(localised("已选：", "Selected: ") + bundleTitle(bundle) + how);
  fitNodes([bundle.hub, ...bundle.leaves]);
}

/** Opens a closed bundle and closes an open one, and shows what has come of it. */
export function toggleBundle(bundle) {
  if (bundle.isOpen) state.openBundles.delete(bundle.key);
  else state.openBundles.add(bundle.key);
  select({ bundle: bundle.key });
  announce(
    (bundle.isOpen ? localised("已收起：", "Closed: ") : localised("已展开：", "Opened: ")) + bundleTitle(bundle),
  );
  if (isNeighbourhood()) fitAll();
  else if (!bundle.isOpen && !bundle.leaves.every(isInWindow)) fitNodes([bundle.hub, ...bundle.leaves]);
}

function isInWindow(id) {
  const { x, y } = drawing.screen(id);
  return x > 0 && y > 0 && x < canvas.clientWidth && y < canvas.clientHeight;
}

/**
 * Opens or closes the bundle whose mark is at a point of the picture; returns whether the click, an event of the browser, is
 * used up. The second click of a double one is, by its time or as the browser counts: what lies at that point by then is not what
 * was meant.
 */
export function pressBundle(point, { timeStamp, detail }) {
  const isSecond = timeStamp - pressed < DOUBLE || (detail > 1 && pressed > -Infinity);
  const bundle = isSecond ? null : bundleAt(point);
  if (bundle) toggleBundle(bundle);
  if (!isSecond) pressed = bundle ? timeStamp : -Infinity;
  return isSecond || bundle !== null;
}
