// Search by name, by alias and by pinyin: a combobox after the ARIA pattern.
const searchBox = document.getElementById("search");
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s·•・'’]/gu, "");
const initials = (syllables) => syllables.split(" ").map((syllable) => syllable[0] ?? "").join("");

// Made when it is first asked: names in their order, each with what it is found by.
const searchable = (() => {
  let made = null;
  return () => (made ??= data.nodes.flatMap((node) => [node.label, ...node.aliases].map((name, index) => {
    const syllables = (node.pinyin?.[index] ?? "").toLowerCase();
    return { id: node.id, name, key: folded(name), initials: folded(initials(syllables)), sound: folded(syllables) };
  })));
})();

// Whole names before beginnings before the rest before what only sounds so; names before what events are called,
// the better connected first; each node once.
function findNames(query, limit = 12) {
  const key = folded(query);
  if (!key) return [];
  const latin = /^[a-z]+$/.test(key);
  const rank = (candidate) => {
    if (candidate.key === key) return 0;
    if (candidate.key.startsWith(key)) return 1;
    if (candidate.key.includes(key)) return 2;
    if (!latin) return 9;
    if (candidate.initials === key || candidate.sound === key) return 3;
    return candidate.initials.startsWith(key) || candidate.sound.startsWith(key) ? 4 : key.length > 2 && candidate.initials.includes(key) ? 5 : 9;
  };
  const found = searchable().map((candidate) => [rank(candidate), candidate]).filter(([order]) => order < 9);
  const isEvent = ({ id }) => data.nodes[id].group === "Event";
  found.sort(([m, a], [n, b]) => m - n || isEvent(a) - isEvent(b) || degree(b.id) - degree(a.id) || a.id - b.id);
  const seen = new Set();
  return found.map(([, candidate]) => candidate).filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, limit);
}

function combobox(input, list, choose) {
  let suggestions = [], active = 0;

  function suggest() {
    suggestions = findNames(input.value);
    const options = suggestions.map(({ id, name }, index) => {
      const alias = name === nameOf(id) ? shorten(postOf(id), 20) : say(`又名 ${name}`, `also ${name}`);
      const option = element("li", { id: `${list.id}-${index}` }, element("span", {}, glyph(data.nodes[id].group), nameOf(id)), element("small", { textContent: alias }));
      option.setAttribute("role", "option");
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(index);
      });
      return option;
    });
    if (input.value.trim() && !options.length) {
      const none = element("li", { className: "faint", textContent: say("没有找到", "Nothing found") });
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      options.push(none);
    }
    list.replaceChildren(...options);
    open(options.length > 0);
    mark(0);
  }

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = suggestions.length ? (index + suggestions.length) % suggestions.length : 0;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === active && suggestions.length > 0)));
    if (suggestions.length && !list.hidden) input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    if (!suggestions[index]) return;
    const { id } = suggestions[index];
    input.value = nameOf(id);
    open(false);
    choose(id);
  }

  input.addEventListener("input", suggest);
  input.addEventListener("focus", () => {
    input.select();
    if (input.value) suggest();
  });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter") take(active);
    else if (event.key === "Escape" && !list.hidden) open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

combobox(searchBox, document.getElementById("suggestions"), (id) => selectNode(id, true));
