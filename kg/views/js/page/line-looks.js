// How the lines of the selection look: those of a hub with many neighbours are thin and pale, else they are one patch of colour.
import { graph } from "./data.js";
import { edgeDrawn, emphasised, isEdgeEmphasised } from "./state.js";

const MANY = 60;

/** Returns how many drawn lines stand out. */
export const countStanding = () =>
  emphasised() ? graph.edges.filter((edge) => edgeDrawn[edge.id] && isEdgeEmphasised(edge)).length : 0;

/** Returns the width and the opacity of so many lines that stand out. */
export const standingLines = (count) => (count > MANY ? { width: 1, opacity: 0.45 } : { width: 2, opacity: 1 });
