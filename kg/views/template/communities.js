// Communities, found when the page was built, named by their leading members; nodes may be coloured by them.
function communityName(number) {
  const { members } = communities.get(number);
  const leading = [...members].sort((a, b) => (data.nodes[a].group === "Event") - (data.nodes[b].group === "Event")).slice(0, 3);
  return leading.map((id) => shorten(nameOf(id), 12)).join(say("、", ", "));
}

function chooseCommunity(number) {
  const chosen = state.community === number ? null : number;
  Object.assign(state, { node: null, edge: null, path: null, community: chosen, colours: "community" });
  changed();
  if (chosen === null) return fitAll();
  announce(communityName(chosen));
  drawing.fit(communities.get(chosen).members.filter(isVisible), 1.1);
}

const coloursButton = document.getElementById("colours");
const communityLegend = element("ul", { id: "communities", hidden: true });
coloursButton.hidden = largest.length < 2;
coloursButton.addEventListener("click", () => {
  state.colours = state.colours === "kind" ? "community" : "kind";
  if (state.colours === "kind") state.community = null;
  changed();
});

// Swatches are drawn as SVG fills: the policy lets no element have a style of its own.
function swatch(number) {
  return svgElement("svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true" }, svgElement("circle", { r: 8, fill: communityColour(number) }));
}

function communityItem(number) {
  const name = communityName(number);
  const made = element("button", { type: "button", className: "community", title: name }, swatch(number), element("span", { textContent: name }), faint(String(communities.get(number).members.length)));
  made.setAttribute("aria-pressed", String(state.community === number));
  made.addEventListener("click", () => chooseCommunity(number));
  return element("li", {}, made);
}

// For the overview: the largest few, in the colours that the picture gives them on request.
const communityList = () => (largest.length > 1 ? section(say("群组", "Communities"), element("ul", {}, ...largest.slice(0, 6).map(communityItem))) : []);

onChange((what) => {
  if (what === "hover") return;
  const coloured = state.colours === "community";
  coloursButton.setAttribute("aria-pressed", String(coloured));
  document.body.classList.toggle("by-community", coloured);
  communityLegend.hidden = !coloured;
  if (!coloured) return;
  communityLegend.setAttribute("aria-label", say("群组", "Communities"));
  const focused = [...communityLegend.querySelectorAll("button")].indexOf(document.activeElement);
  communityLegend.replaceChildren(...largest.map(communityItem));
  communityLegend.querySelectorAll("button")[focused]?.focus();
});
