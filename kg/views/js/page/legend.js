// The legend: what the shapes and colours mean, how many nodes of each kind pass the filters, of how many, and a switch for each.
import { data, graph } from "./data.js";
import { toggleKind } from "./selection.js";
import { kindCounts, onChangeOfView, state } from "./state.js";
import { kindPlural, localised } from "./localisation.js";

const drawn = new Map();
for (const { group } of graph.nodes) drawn.set(group, (drawn.get(group) ?? 0) + 1);
const drawnOf = (kind) => drawn.get(kind) ?? 0;
const totalOf = (kind) => Math.max(data.totals?.[kind] ?? 0, drawnOf(kind));

const switches = document.querySelectorAll(".kind");

export function mountLegend() {
  for (const button of switches) {
    const { kind } = button.dataset;
    button.hidden = totalOf(kind) === 0;
    button.addEventListener("click", () => toggleKind(kind));
  }
  onChangeOfView(() => {
    for (const button of switches) {
      const { kind } = button.dataset;
      button.setAttribute("aria-pressed", String(!state.hiddenKinds.has(kind)));
      const [shown, inPicture, total] = [kindCounts.get(kind) ?? 0, drawnOf(kind), totalOf(kind)];
      const counted = localised(`图中 ${inPicture} 个，共 ${total} 个`, `${inPicture} in the picture, of ${total}`);
      button.title = localised(
        `显示或隐藏${kindPlural(kind)}（${counted}）`,
        `Show or hide: ${kindPlural(kind)} (${counted})`,
      );
      button.querySelector(".number").textContent = shown === total ? String(total) : `${shown} / ${total}`;
      button.querySelector(".name").textContent = kindPlural(kind);
    }
  });
}
