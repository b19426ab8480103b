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

function tellWhatIsMissing() {
  const [nodesLeft, edgesLeft] = data.leftOut;
  const notice = document.getElementById("notice");
  notice.hidden = !nodesLeft;
  const rest = data.whole ? "" : say("（完整的图见 graph.trig）", " (the whole graph is in graph.trig)");
  notice.textContent = say(`图中只画出连接最多的 ${data.nodes.length} 个节点；另有 ${nodesLeft} 个节点和 ${edgesLeft} 条关系未画出${rest}。`, `Only the ${data.nodes.length} best connected nodes are shown; ${nodesLeft} nodes and ${edgesLeft} relations are left out${rest}.`);
  if (data.whole) notice.append(" ", element("a", { href: data.whole, textContent: say("打开全图", "Open the whole graph") }));
}

// First of all: the room that words take decides how large the picture is.
onChange((what) => {
  if (what === "hover") return;
  speak();
  tellWhatIsMissing();
});

// What the object of a property is to its subject, or (away = false) the subject to its object.
// The names of properties and values come from graphs: they are looked up where no name is taken already.
const [properties, values, types, factNames] = ["properties", "values", "types", "factNames"].map((name) => new Map(Object.entries(data[name])));
const language = () => (state.language === "zh" ? 0 : 1);
const propertyName = (predicate, away = true) => properties.get(predicate)?.[away ? 0 : 1][language()] ?? predicate;
const valueName = (value) => (state.language === "zh" ? values.get(value) : null) ?? value;
const typeName = (type) => types.get(type)?.[language()] || type;
const kindName = (kind) => kinds.get(kind)[state.language]; // of many
const kindOf = (id) => say(kinds.get(data.nodes[id].group).zh, data.nodes[id].group); // of one
const tenureName = (tenure) => (tenure && tenure !== "current" ? valueName(tenure) + say("", " ") : "");
const edgeLabel = (edge) => [...new Set(edge.statements.map(([predicate, title]) => title || propertyName(predicate)))].join(say("、", ", "));
