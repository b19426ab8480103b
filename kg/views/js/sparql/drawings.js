// The results of a query as a network, a timeline and bars.
import { ALL_PAIRS, countedRows, datedRows, entityColumns, joinedEdges } from "../core/results.js";
import { shorten } from "../core/text.js";
import { element, time } from "../page/elements.js";
import { namesOf } from "./names.js";

const MAX_NODES = 120;
const MAX_BARS = 60;
const MAX_NAMES = 500; // that are asked for at once

/** Returns a list of what the edges join: the first and the last entity of a row, two columns, or all of them. */
function endsChooser(columns, draw, localised) {
  const pairs = columns.flatMap((one, at) => columns.slice(at + 1).map((other) => [one, other]));
  const choices = [
    [localised("每行首尾两个实体", "first and last entity of a row"), null],
    ...pairs.map((pair) => [pair.map((name) => `?${name}`).join(" – "), pair]),
    [localised("每行所有实体，两两相连", "all entities of a row, in pairs"), ALL_PAIRS],
  ];
  const list = element(
    "select",
    { id: "ends" },
    ...choices.map(([name], at) => element("option", { value: at, textContent: name })),
  );
  list.addEventListener("change", () => draw(choices[Number(list.value)][1]));
  return element("label", { className: "tools" }, localised("连线 ", "Edges "), list);
}

/** Draws the pairs of a result; where it has more than two columns of entities, one chooses what the edges join. */
export async function showNetwork(answer, place, tools) {
  if (!window.vis) await tools.load("script", { src: "/static/vis-network.min.js" });
  const columns = entityColumns(answer);
  const picture = element("div", {});
  const draw = (ends) => drawPairs(joinedEdges(answer, MAX_NODES, ends), picture, tools);
  place.replaceChildren(...(columns.length > 2 ? [endsChooser(columns, draw, tools.localised)] : []), picture);
  draw(null);
}

const CLASSES = ["Person", "Organisation", "Event", "Place", "Award"];

/** Returns the class of an entity by its address on the site (/id/person/…): that of persons where it has none. */
const classOf = (address) => CLASSES.find((name) => address?.startsWith(`/id/${name.toLowerCase()}/`)) ?? CLASSES[0];

/** Draws a network; of many nodes those with the most edges, and a line says how many are left out. */
async function drawPairs({ nodes, edges, leftOut }, place, { label, addressOf, localised }) {
  const turn = Symbol("the network that is wanted last");
  place.turn = turn;
  const names = await namesOf(nodes.map(([id]) => id));
  if (place.turn !== turn) return;
  const nameOf = (id) => names.get(id) ?? label(id);
  if (!edges.length)
    return place.replaceChildren(element("p", { textContent: localised("没有两个一组的结果。", "No pairs to draw.") }));
  const box = element("div", { style: "height: 36rem" });
  const said = leftOut
    ? localised(
        `画出联系最多的 ${nodes.length} 个；另有 ${leftOut} 个未画。`,
        `The ${nodes.length} with the most links; ${leftOut} are left out.`,
      )
    : "";
  place.replaceChildren(element("p", { className: "faint", textContent: said }), box);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const network = new vis.Network(
    box,
    {
      nodes: nodes.map(([id, degree]) => ({
        id,
        label: shorten(nameOf(id), 12),
        title: nameOf(id),
        value: degree,
        color: colour(`--${classOf(addressOf(id))}`),
      })),
      edges: edges.map(({ from, to, name, count }) => ({
        from,
        to,
        label: edges.length < 60 ? name : "",
        title: name,
        value: count,
        arrows: "to",
      })),
    },
    {
      nodes: {
        shape: "dot",
        font: { color: colour("--ink"), size: 15 },
        scaling: { min: 6, max: 22 },
      },
      edges: {
        color: { color: colour("--faint"), opacity: 0.5, highlight: colour("--accent") },
        font: { size: 10, color: colour("--faint"), strokeWidth: 0 },
        scaling: { min: 1, max: 5 },
        smooth: false,
      },
      physics: {
        solver: "forceAtlas2Based",
        forceAtlas2Based: { gravitationalConstant: -60, springLength: 90, avoidOverlap: 0.6 },
        stabilization: { iterations: 250 },
      },
      layout: { randomSeed: 1, improvedLayout: nodes.length < 150 },
    },
  );
  network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
  network.on("doubleClick", ({ nodes: [iri] }) => iri && addressOf(iri) && location.assign(addressOf(iri)));
}

/** Returns the rows that have a date, in order. */
export function resultTimeline(answer, { termNode, localised }) {
  const rows = datedRows(answer);
  if (!rows.length) return element("p", { textContent: localised("结果中没有日期。", "No column holds dates.") });
  const item = ([date, row]) => {
    const others = answer.head.vars.filter((name) => row[name] && row[name].value !== date);
    const when = time(date, { dateTime: date });
    return element("li", {}, when, ...others.flatMap((name) => [termNode(row[name]), " "]));
  };
  return element("ol", { className: "timeline" }, ...rows.map(item));
}

/** Shows bars with short IRIs, and with the names of entities once the graph has said them. */
export async function showBars(answer, place, { label, localised }) {
  const iris = new Set(
    answer.results.bindings.flatMap(Object.values).flatMap(({ type, value }) => (type === "uri" ? [value] : [])),
  );
  const draw = (names) =>
    resultBars(
      countedRows(answer, ({ type, value }) => (type === "uri" ? (names.get(value) ?? label(value)) : value)),
      localised,
    );
  const first = draw(new Map());
  place.replaceChildren(first);
  const names = await namesOf([...iris].slice(0, MAX_NAMES));
  if (names.size && first.isConnected) place.replaceChildren(draw(names));
}

/** Returns a bar for each row that has a number: the number, or how many rows have the same first value. */
function resultBars(rows, localised) {
  const most = Math.max(...rows.map(([, number]) => number));
  const bar = ([name, number]) => {
    const line = element("span", { className: "length" });
    line.style.width = `${(100 * number) / most}%`;
    return element(
      "li",
      {},
      element("span", { className: "name", textContent: name }),
      element("span", { className: "track" }, line),
      element("span", { className: "number", textContent: String(number) }),
    );
  };
  const left = rows.length - MAX_BARS;
  const said =
    left > 0 ? localised(`列出前 ${MAX_BARS} 个；另有 ${left} 个。`, `The first ${MAX_BARS}; ${left} more.`) : "";
  return element(
    "div",
    {},
    element("p", { className: "faint", textContent: said }),
    element("ol", { className: "chart" }, ...rows.slice(0, MAX_BARS).map(bar)),
  );
}
