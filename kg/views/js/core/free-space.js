// Free space on the screen, in cells of a grid, so that a thousand labels are placed within a frame.

const CELL = 9; // pixels

/** Returns a screen without anything on it; boxes are [left, top, right, bottom]. */
export function makeFreeSpace() {
  const taken = new Set();
  const cells = ([left, top, right, bottom]) => {
    const found = [];
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++)
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) found.push(`${x},${y}`);
    return found;
  };
  return {
    occupy: (box) => cells(box).forEach((cell) => taken.add(cell)),
    isFree: (box) => !cells(box).some((cell) => taken.has(cell)),
  };
}
