// Colours for WebGL, mixed with the page's instead of being translucent: lines in front of lines stay as pale as they are.

/** Returns { setPaper(colour), paper() -> [r, g, b], mix(colour, share) -> a number for the arrays }. */
export function makeColourMixer() {
  const pen = document.createElement("canvas").getContext("2d");
  const mixed = new Map();
  let page = [255, 255, 255];
  const channels = (colour) => {
    pen.fillStyle = colour; // reads any colour of CSS, and gives it back as #rrggbb
    return [1, 3, 5].map((at) => parseInt(pen.fillStyle.slice(at, at + 2), 16));
  };
  return {
    setPaper(colour) {
      const wanted = channels(colour);
      if (wanted.join() !== page.join()) mixed.clear();
      page = wanted;
    },
    paper: () => page,
    mix(colour, share = 1) {
      const key = `${colour} ${share}`;
      if (!mixed.has(key)) {
        const parts = channels(colour).map((value, at) => Math.round(value * share + page[at] * (1 - share)));
        mixed.set(key, webgl.floatColor(`rgb(${parts.join(",")})`));
      }
      return mixed.get(key);
    },
  };
}
