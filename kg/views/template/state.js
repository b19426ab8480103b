"use strict";

// The page's data and state. Text of articles reaches the document by textContent and the canvas only.
const data = JSON.parse(document.getElementById("data").textContent);
const kinds = new Map(data.kinds.map(([kind, label, light, dark]) => [kind, { label, light, dark }]));
const neighbours = data.nodes.map(() => new Set());
const incident = data.nodes.map(() => []);
data.edges.forEach((edge, id) => {
  edge.id = id;
  neighbours[edge.from].add(edge.to);
  neighbours[edge.to].add(edge.from);
  incident[edge.from].push(edge);
  if (edge.to !== edge.from) incident[edge.to].push(edge);
});

const state = { off: new Set(), ego: null, node: null, edge: null, hover: null, theme: "light" };

const isVisible = (id) =>
  !state.off.has(data.nodes[id].group) && (state.ego === null || id === state.ego || neighbours[state.ego].has(id));

// What stands out: the selected node with its neighbours, or the ends of the selected edge; null is everything.
function emphasised() {
  if (state.edge !== null) return new Set([data.edges[state.edge].from, data.edges[state.edge].to]);
  if (state.node !== null) return new Set([state.node, ...neighbours[state.node]]);
  return null;
}

const colour = (kind) => kinds.get(kind)[state.theme];
const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

function glyph(kind) {
  const made = document.querySelector(`.kind[data-kind="${kind}"] svg`).cloneNode(true);
  made.style.color = colour(kind);
  return made;
}
