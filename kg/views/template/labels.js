// Labels are drawn over the picture at a constant size, the most connected first, and only where there is room.
const nodeOrder = data.nodes.map((node) => node.id).sort((a, b) => degree(b) - degree(a) || a - b);

// Text in lines of at most `width` characters, two at most.
function lines(text, width) {
  const characters = [...shorten(text, 2 * width)];
  if (characters.length <= width + 1) return [characters.join("")];
  const half = Math.ceil(characters.length / 2);
  return [characters.slice(0, half).join(""), characters.slice(half).join("")];
}

const nodeLines = []; // made when they are first drawn

// Measuring Chinese type takes longer than all else about a label.
const measured = { 400: new Map(), 600: new Map() };
function widthOf(context, weight, size, text) {
  const known = measured[weight]; // in widths of the type's size
  let width = known.get(text);
  if (width === undefined) known.set(text, (width = context.measureText(text).width / size));
  return width * size;
}

function drawText(context, texts, x, y, size, ink, paper) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.fillStyle = ink;
  texts.forEach((text, line) => {
    context.strokeText(text, x, y + (line + 0.5) * size * 1.2);
    context.fillText(text, x, y + (line + 0.5) * size * 1.2);
  });
}

// Draws in screen coordinates: `places` gives each node's, `scale` the zoom.
function drawLabels(context, places, scale, width, height) {
  const nodes = makeRoom(), room = makeRoom();
  const standing = emphasised();
  const ink = cssColour("--ink"), faint = cssColour("--faint"), paper = cssColour("--page");
  const shown = nodeOrder.filter((id) => {
    const place = places.get(id);
    return place && place.x > -60 && place.x < width + 60 && place.y > -30 && place.y < height + 30;
  });
  const landmarks = new Set(shown.slice(0, 30)); // their labels may cover lesser nodes
  for (const id of shown) {
    const { x, y } = places.get(id), half = drawing.radius(id) * 0.8;
    nodes.take([x - half, y - half, x + half, y + half]);
  }
  const first = (id) => (id === state.node || id === state.hover ? 0 : standing?.has(id) ? 1 : 2);
  for (const id of [...shown].sort((a, b) => first(a) - first(b))) {
    if (standing && first(id) === 2) continue;
    const isFree = (box) => room.isFree(box) && (first(id) < 2 || landmarks.has(id) || nodes.isFree(box));
    drawNodeLabel(context, room, isFree, id, places.get(id), first(id), ink, paper);
  }
  drawEdgeLabels(context, room, nodes, places, scale, faint, paper);
}

function drawNodeLabel(context, room, isFree, id, { x, y }, rank, ink, paper) {
  const size = data.nodes[id].size > 16 ? 14 : 12;
  const weight = rank === 0 || size > 12 ? 600 : 400;
  context.font = `${weight} ${size}px ${labelFont}`;
  const texts = (nodeLines[id] ??= lines(nameOf(id), data.nodes[id].group === "Event" ? 9 : 10));
  const half = Math.max(...texts.map((text) => widthOf(context, weight, size, text))) / 2 + 2;
  const top = y + drawing.radius(id) + 3;
  const box = [x - half, top + 1, x + half, top + texts.length * size * 1.2];
  if (rank > 0 && !isFree(box)) return;
  room.take(box);
  drawText(context, texts, x, top, size, ink, paper);
}

function drawEdgeLabels(context, room, nodes, places, scale, ink, paper) {
  const chosen = (edge) => isEdgeEmphasised(edge) || (state.edge === null && !state.path && state.hover !== null && (edge.from === state.hover || edge.to === state.hover));
  context.font = `11px ${labelFont}`;
  for (const edge of data.edges) {
    const from = places.get(edge.from), to = places.get(edge.to);
    if (!from || !to || !isEdgeVisible(edge)) continue;
    const asked = chosen(edge);
    if (!asked && !(scale > 0.85 && !emphasised())) continue;
    const text = shorten(edgeLabel(edge), 14), half = widthOf(context, 400, 11, text) / 2 + 2;
    const x = (from.x + to.x) / 2, y = (from.y + to.y) / 2;
    const box = [x - half, y - 6, x + half, y + 6];
    if (!room.isFree(box) || !(asked || nodes.isFree(box))) continue;
    room.take(box);
    drawText(context, [text], x, y - 6.6, 11, ink, paper);
  }
}
