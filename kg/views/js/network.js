// The page of a network that vis-network draws.
import { makeVisDrawing } from "./drawings/vis.js";
import { startPage } from "./page/start.js";

startPage(makeVisDrawing);
