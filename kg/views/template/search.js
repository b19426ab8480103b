// Search by name and by alias: a combobox after the ARIA pattern.
const searchBox = document.getElementById("search");
const suggestionList = document.getElementById("suggestions");
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s·•・]/gu, "");
const names = data.nodes.flatMap((node) => [node.label, ...node.aliases].map((name) => ({ id: node.id, name, key: folded(name) })));
let suggestions = [];
let active = 0;

// Whole names before beginnings before the rest; the better connected first; each node once.
function findNames(query) {
  const key = folded(query);
  if (!key) return [];
  const rank = (found) => (found.key === key ? 0 : found.key.startsWith(key) ? 1 : 2);
  const found = names.filter((candidate) => candidate.key.includes(key));
  found.sort((a, b) => rank(a) - rank(b) || degree(b.id) - degree(a.id) || a.id - b.id);
  const seen = new Set();
  return found.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, 12);
}

function suggest() {
  suggestions = findNames(searchBox.value);
  active = 0;
  const options = suggestions.map(({ id, name }, index) => {
    const alias = name === nameOf(id) ? "" : `又名 ${name}`;
    const option = element("li", { id: `suggestion-${index}` }, element("span", {}, glyph(data.nodes[id].group), nameOf(id)), element("small", { textContent: alias }));
    option.setAttribute("role", "option");
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(index);
    });
    return option;
  });
  if (searchBox.value.trim() && !options.length) options.push(element("li", { className: "faint", textContent: "没有找到" }));
  suggestionList.replaceChildren(...options);
  openList(options.length > 0);
  mark(0);
}

function openList(open) {
  suggestionList.hidden = !open;
  searchBox.setAttribute("aria-expanded", String(open));
}

function mark(index) {
  active = suggestions.length ? (index + suggestions.length) % suggestions.length : 0;
  [...suggestionList.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === active && suggestions.length > 0)));
  if (suggestions.length) searchBox.setAttribute("aria-activedescendant", `suggestion-${active}`);
  else searchBox.removeAttribute("aria-activedescendant");
}

function choose(index) {
  if (!suggestions[index]) return;
  const { id } = suggestions[index];
  searchBox.value = nameOf(id);
  openList(false);
  selectNode(id, true);
}

searchBox.addEventListener("input", suggest);
searchBox.addEventListener("focus", () => searchBox.value && suggest());
searchBox.addEventListener("blur", () => openList(false));
searchBox.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") mark(active + 1);
  else if (event.key === "ArrowUp") mark(active - 1);
  else if (event.key === "Enter") choose(active);
  else if (event.key === "Escape" && !suggestionList.hidden) openList(false);
  else return;
  event.preventDefault();
  event.stopPropagation();
});
