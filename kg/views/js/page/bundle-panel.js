// Bundles in the panel: what a bundle holds, and at a hub the buttons that open and close its bundles.
import { compareText } from "../core/text.js";
import { bundleName, bundleTitle, toggleBundle } from "./bundles.js";
import { button, element, faintParagraph, time } from "./elements.js";
import { inBatches, nodeButton } from "./evidence.js";
import { localised } from "./localisation.js";
import { allBundles, bundlesAt } from "./state.js";
import { eventTime, sortDate } from "./statements.js";

/** Returns the button that opens or closes a bundle; the focus goes with it into what the panel shows then. */
function toggleButton(bundle) {
  const { key, isOpen } = bundle;
  const name = isOpen ? localised("收起", "Close") : localised("展开", "Open");
  const press = () => {
    toggleBundle(allBundles().find((one) => one.key === key));
    document.querySelector("#panel .bundle")?.focus({ preventScroll: true });
  };
  const created = button(`${name} ${bundleName(bundle)}`, press, "plain bundle");
  created.setAttribute("aria-expanded", String(isOpen));
  return created;
}

/** Returns a row with the buttons of a hub's bundles, or nothing. */
export function bundleButtons(hub) {
  const buttons = bundlesAt(hub).map(toggleButton);
  return buttons.length ? [element("div", { className: "row" }, ...buttons)] : [];
}

export function bundleContents(bundle) {
  const leaves = [...bundle.leaves].sort((a, b) => compareText(sortDate(a), sortDate(b)) || a - b);
  const item = (id) => {
    const when = bundle.kind === "Event" ? [time(eventTime(id) || sortDate(id))] : [];
    return element("div", { className: "stated" }, ...when, nodeButton(id));
  };
  return [
    faintParagraph(
      localised("收在一起的节点：在图中只与这一个相连", "Bundle: in the picture, these have no other neighbour"),
    ),
    element("h2", { textContent: bundleTitle(bundle) }),
    element("div", { className: "row" }, toggleButton(bundle), nodeButton(bundle.hub)),
    ...inBatches(leaves, item, 30),
  ];
}
