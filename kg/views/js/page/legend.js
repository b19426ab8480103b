// The legend: what the shapes and colours mean, how many nodes there are of each kind, and a switch for each.
import { graph } from "./data.js";
import { toggleKind } from "./selection.js";
import { onChangeOfView, state } from "./state.js";
import { kindPlural, localised } from "./localisation.js";

const switches = document.querySelectorAll(".kind");

export function mountLegend() {
  for (const button of switches) {
    const { kind } = button.dataset;
    const count = graph.nodes.filter(({ group }) => group === kind).length;
    button.querySelector(".number").textContent = String(count);
    button.hidden = count === 0;
    button.addEventListener("click", () => toggleKind(kind));
  }
  onChangeOfView(() => {
    for (const button of switches) {
      const { kind } = button.dataset;
      button.setAttribute("aria-pressed", String(!state.hiddenKinds.has(kind)));
      button.title = localised(`显示或隐藏${kindPlural(kind)}`, `Show or hide: ${kindPlural(kind)}`);
      button.querySelector(".name").textContent = kindPlural(kind);
    }
  });
}
