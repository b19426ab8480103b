// What all drawings on a canvas need of text: a font, a length, and room that is not taken yet.
const labelFont = `"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif`;

function shorten(text, length) {
  const characters = [...text.replace(/\s+/gu, " ")];
  return characters.length > length ? characters.slice(0, length - 1).join("") + "…" : characters.join("");
}

// Free room on the screen, in cells of a grid, so that a thousand labels are placed within a frame.
function makeRoom() {
  const taken = new Set();
  const size = 9;
  const cells = ([left, top, right, bottom]) => {
    const found = [];
    for (let x = Math.floor(left / size); x <= Math.floor(right / size); x++)
      for (let y = Math.floor(top / size); y <= Math.floor(bottom / size); y++) found.push(`${x},${y}`);
    return found;
  };
  return {
    take: (box) => cells(box).forEach((cell) => taken.add(cell)),
    isFree: (box) => !cells(box).some((cell) => taken.has(cell)),
  };
}
