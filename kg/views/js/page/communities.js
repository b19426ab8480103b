// Communities, found when the page was built, named by their leading members; nodes may be coloured by them.
import { shorten } from "../core/text.js";
import { announce } from "./announcer.js";
import { graph, largestCommunities, nameOf } from "./data.js";
import { element, faint, keepFocus, section, svgElement } from "./elements.js";
import { fitAll, fitNodes, select } from "./selection.js";
import { changed, communityColour, isVisible, onChangeOfView, state } from "./state.js";
import { joinNames, localised } from "./localisation.js";

const switchButton = document.getElementById("colours");
export const communityLegend = element("ul", { id: "communities", hidden: true });

/** Names a community by the three members that lead it, events last. */
export function communityName(number) {
  const isEvent = (id) => graph.nodes[id].group === "Event";
  const members = [...graph.communities.get(number)].sort((a, b) => isEvent(a) - isEvent(b));
  return joinNames(members.slice(0, 3).map((id) => shorten(nameOf(id), 12)));
}

function toggleCommunity(number) {
  const community = state.community === number ? null : number;
  select({ community, colours: "community" });
  if (community === null) return fitAll();
  announce(communityName(community));
  fitNodes(graph.communities.get(community).filter(isVisible));
}

// Swatches are drawn as SVG fills: the policy lets no element have a style of its own.
function swatch(number) {
  const circle = svgElement("circle", { r: 8, fill: communityColour(number) });
  return svgElement("svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true" }, circle);
}

function communityItem(number) {
  const name = communityName(number);
  const created = element(
    "button",
    { type: "button", className: "community", title: name },
    swatch(number),
    element("span", { textContent: name }),
    faint(String(graph.communities.get(number).filter(isVisible).length)),
  );
  created.setAttribute("aria-pressed", String(state.community === number));
  created.addEventListener("click", () => toggleCommunity(number));
  return element("li", {}, created);
}

/** Returns the largest communities for the overview, in the colours that the picture gives them on request. */
export function communityList() {
  if (largestCommunities.length < 2) return [];
  const items = largestCommunities.slice(0, 6).map(communityItem);
  return section(localised("群组", "Communities"), element("ul", {}, ...items));
}

function update() {
  const isColoured = state.colours === "community";
  switchButton.hidden = largestCommunities.length < 2 || state.tab !== "network";
  switchButton.setAttribute("aria-pressed", String(isColoured));
  document.body.classList.toggle("by-community", isColoured);
  communityLegend.hidden = !isColoured;
  if (!isColoured) return;
  communityLegend.setAttribute("aria-label", localised("群组", "Communities"));
  keepFocus(communityLegend, () => communityLegend.replaceChildren(...largestCommunities.map(communityItem)));
}

export function mountCommunities() {
  switchButton.hidden = largestCommunities.length < 2;
  switchButton.addEventListener("click", () => {
    state.colours = state.colours === "kind" ? "community" : "kind";
    if (state.colours === "kind") state.community = null;
    changed();
  });
  onChangeOfView(update);
}
