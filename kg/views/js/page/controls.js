// The buttons above the picture, and the keys.
import { rememberView } from "./address.js";
import { bundleTitle, selectBundle, toggleBundle } from "./bundles.js";
import { canvas, drawing } from "./drawing.js";
import { graph, nameOf } from "./data.js";
import { closePopover } from "./popovers.js";
import { searchBox } from "./search-box.js";
import { fitAll, selectNode, showAll, stepBack } from "./selection.js";
import {
  bundlesAt,
  changed,
  isBundled,
  isNarrowed,
  isVisible,
  onChangeOfView,
  selectedBundle,
  state,
} from "./state.js";
import { mountToolbars } from "./toolbars.js";
import { localised, pageTitle } from "./localisation.js";

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
export const systemTheme = () => (systemDark.matches ? "dark" : "light");

/** Shows the theme of the state, and everything else of it. */
export function showState() {
  document.documentElement.dataset.theme = state.theme;
  changed();
}

/** Changes the theme; one that the reader chose stays when the system's changes. */
export function setTheme(theme, isChosen = true) {
  Object.assign(state, { theme, themeChosen: isChosen });
  showState();
}

/** Names what the page is about at the moment, for its title. */
function subject() {
  if (state.node !== null) return nameOf(state.node);
  if (state.edge !== null) return `${nameOf(graph.edges[state.edge].from)} – ${nameOf(graph.edges[state.edge].to)}`;
  if (state.path) return `${nameOf(state.path.from)} – ${nameOf(state.path.to)}`;
  if (selectedBundle()) return bundleTitle(selectedBundle());
  return state.tie ? `${nameOf(state.tie.a)} – ${nameOf(state.tie.b)}` : "";
}

/** Steps through what is visible, the best connected first: after a hub its bundles, in place of the leaves in them. */
function stepThroughPicture(direction) {
  const nodes = graph.byDegree.filter((id) => isVisible(id) && !isBundled(id));
  const order = nodes.flatMap((id) => [{ node: id }, ...bundlesAt(id).map((bundle) => ({ node: null, bundle }))]);
  if (!order.length) return;
  const { key } = selectedBundle() ?? {};
  const at = order.findIndex(({ node, bundle }) => (key ? bundle?.key === key : node !== null && node === state.node));
  const next = at < 0 ? (direction > 0 ? 0 : order.length - 1) : (at + direction + order.length) % order.length;
  const { node, bundle } = order[next];
  if (bundle) selectBundle(bundle);
  else selectNode(node, true);
}

/** Opens or closes the selected bundle or, where there is none, leads to the panel. */
const enter = () => (selectedBundle() ? toggleBundle(selectedBundle()) : document.getElementById("panel").focus());

const zoomBy = (factor) => () => drawing.zoom(factor);
const CANVAS_KEYS = {
  n: () => stepThroughPicture(1),
  p: () => stepThroughPicture(-1),
  Enter: enter,
};
const PAGE_KEYS = {
  "/": () => {
    searchBox.focus();
    searchBox.select();
  },
  Escape: () => closePopover() || stepBack(),
  0: () => fitAll(),
  "+": zoomBy(1.25),
  "=": zoomBy(1.25),
  "-": zoomBy(0.8),
};
const ARROWS = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };

/** Returns the action of a key at the current focus, or nothing. */
function actionOf({ key, target }) {
  const isOnCanvas = canvas.contains(target);
  if (isOnCanvas && CANVAS_KEYS[key]) return CANVAS_KEYS[key];
  if (PAGE_KEYS[key]) return PAGE_KEYS[key];
  const scrollsNothing = target === document.body || isOnCanvas;
  return ARROWS[key] && scrollsNothing && state.tab === "network" ? () => drawing.pan(...ARROWS[key]) : undefined;
}

export function mountControls() {
  const updateToolbars = mountToolbars();
  const [fit, whole, theme, language] = ["fit", "whole", "theme", "language"].map((id) => document.getElementById(id));
  fit.addEventListener("click", fitAll);
  whole.addEventListener("click", () => {
    showAll();
    fitAll();
  });
  theme.addEventListener("click", () => setTheme(state.theme === "dark" ? "light" : "dark"));
  language.addEventListener("click", () => {
    state.language = localised("en", "zh");
    changed();
  });
  systemDark.addEventListener("change", () => state.themeChosen || setTheme(systemTheme(), false));
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actionOf(event);
    if (!action) return;
    action();
    event.preventDefault();
  });
  onChangeOfView(() => {
    language.textContent = localised("EN", "中文");
    language.lang = localised("en", "zh-Hans");
    whole.hidden = !isNarrowed();
    fit.hidden = state.tab !== "network";
    document.title = [subject(), pageTitle()].filter(Boolean).join(" · ");
    updateToolbars();
    rememberView();
  });
}
