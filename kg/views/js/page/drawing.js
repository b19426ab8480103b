// The drawing of the network that this page has, by vis-network or by WebGL. Positions on the screen are in pixels:
//   make(container), paint() for a changed state, hover() for a changed state.hover, resize(),
//   moved() for nodes whose places have changed,
//   fit(nodes, closest scale), camera() -> { x, y, scale }, setCamera(camera), zoom(factor), pan(x, y),
//   screen(node) -> { x, y }, radius(node), png() -> promise of a blob.
import { element } from "./elements.js";

export let drawing = null;
export const canvas = element("div", { id: "canvas", tabIndex: 0 });

/** Sets the drawing, once, before anything is shown. */
export function useDrawing(created) {
  drawing = created;
}

/** Records when the first frame was drawn, in milliseconds after the page was opened. */
export function markFirstFrame() {
  document.documentElement.dataset.firstFrame ??= String(Math.round(performance.now()));
}

export const hasFirstFrame = () => Boolean(document.documentElement.dataset.firstFrame);
