// The page of a large network, drawn in WebGL.
import { makeSigmaDrawing } from "./drawings/sigma.js";
import { startPage } from "./page/start.js";

startPage(makeSigmaDrawing);
