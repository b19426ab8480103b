// The outlines of the shapes as paths of SVG, of radius one around nought; what is not here is a circle.

export const OUTLINES = {
  square: "M-1-1H1V1H-1z",
  diamond: "M0-1 1 0 0 1-1 0z",
  triangle: "M0-1 1 .8H-1z",
  star: "M0-1 .29-.34 1-.29.46.18.63.89 0 .51-.63.89-.46.18-1-.29-.29-.34z",
};
