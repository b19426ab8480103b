// The search: a combobox after the ARIA pattern, also used for the ends of a path.
import { findNames, searchEntries } from "../core/search.js";
import { shorten } from "../core/text.js";
import { graph, nameOf } from "./data.js";
import { element, kindShape } from "./elements.js";
import { selectNode } from "./selection.js";
import { isVisible } from "./state.js";
import { mainPosition } from "./statements.js";
import { localised } from "./localisation.js";

export const searchBox = document.getElementById("search");

let entries = null; // made when something is first searched
const find = (query) => findNames((entries ??= searchEntries(graph.nodes)), query, graph);

function suggestionOption({ id, name }, optionId) {
  const known = name === nameOf(id) ? shorten(mainPosition(id), 20) : localised(`又名 ${name}`, `also ${name}`);
  const hidden = isVisible(id) ? "" : localised("已被筛掉", "filtered out");
  const note = [known, hidden].filter(Boolean).join(" · ");
  const title = element("span", {}, kindShape(graph.nodes[id].group), nameOf(id));
  const option = element("li", { id: optionId }, title, element("small", { textContent: note }));
  option.setAttribute("role", "option");
  return option;
}

function nothingFound() {
  const option = element("li", { className: "faint", textContent: localised("没有找到", "Nothing found") });
  option.setAttribute("role", "option");
  option.setAttribute("aria-disabled", "true");
  return option;
}

/** Makes an input suggest nodes in a list; `choose` is called with the node that is chosen. */
export function makeCombobox(input, list, choose) {
  let suggestions = [];
  let active = 0;

  function suggest() {
    suggestions = find(input.value);
    const options = suggestions.map((entry, index) => suggestionOption(entry, `${list.id}-${index}`));
    options.forEach((option, index) =>
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        accept(index);
      }),
    );
    if (input.value.trim() && !options.length) options.push(nothingFound());
    list.replaceChildren(...options);
    setOpen(options.length > 0);
    activate(0);
  }

  function setOpen(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) input.removeAttribute("aria-activedescendant");
  }

  function activate(index) {
    const count = suggestions.length;
    active = count ? (index + count) % count : 0;
    [...list.children].forEach((option, at) =>
      option.setAttribute("aria-selected", String(at === active && count > 0)),
    );
    if (count && !list.hidden) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function accept(index) {
    if (!suggestions[index]) return;
    const { id } = suggestions[index];
    input.value = nameOf(id);
    setOpen(false);
    choose(id);
  }

  input.addEventListener("input", suggest);
  input.addEventListener("focus", () => {
    input.select();
    if (input.value) suggest();
  });
  input.addEventListener("blur", () => setOpen(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active - 1);
    else if (event.key === "Enter") accept(active);
    else if (event.key === "Escape" && !list.hidden) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

export function mountSearch() {
  makeCombobox(searchBox, document.getElementById("suggestions"), (id) => selectNode(id, true));
}
