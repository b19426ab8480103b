// The page's own words in both languages: elements that carry data-zh and data-en, and their names and titles.
const say = (zh, en) => (state.language === "zh" ? zh : en);

function speak() {
  document.documentElement.lang = state.language === "zh" ? "zh-Hans" : "en";
  for (const spoken of document.querySelectorAll("[data-zh]")) spoken.textContent = spoken.dataset[state.language];
  for (const named of document.querySelectorAll("[data-name-zh]")) {
    const name = state.language === "zh" ? named.dataset.nameZh : named.dataset.nameEn;
    named.setAttribute("aria-label", name);
    if (named.matches("button")) named.title = name;
    if (named.matches("input[type=search]")) named.placeholder = name;
  }
}

// What the object of a property is to its subject, or (away = false) the subject to its object.
const language = () => (state.language === "zh" ? 0 : 1);
const propertyName = (predicate, away = true) => data.properties[predicate]?.[away ? 0 : 1][language()] ?? predicate;
const valueName = (value) => (state.language === "zh" ? data.values[value] : null) ?? value;
const typeName = (type) => data.types[type]?.[language()] || type;
const kindName = (kind) => kinds.get(kind)[state.language];
const tenureName = (tenure) => (tenure && tenure !== "current" ? valueName(tenure) + say("", " ") : "");
const edgeLabel = (edge) => [...new Set(edge.statements.map(([predicate, title]) => title || propertyName(predicate)))].join(say("、", ", "));
