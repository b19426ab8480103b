// What the explorer takes from npm, bundled when the wheel is built (kg/hatch_npm.py) into webgl.min.js.
export { default as Graph } from "graphology";
export { default as Sigma } from "sigma";
export { EdgeLineProgram, NodePointProgram } from "sigma/rendering";
export { floatColor } from "sigma/utils";
export { strFromU8, unzlibSync } from "fflate";
