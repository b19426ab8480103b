// The two programs that draw all nodes and all edges out of arrays which are filled at once. Both leave out sigma's
// second picture, by which it finds what lies under the pointer: a walk through the arrays does. They share one canvas,
// as every further one is cleared, copied and composed in each frame.
import { NODE_FRAGMENT, NODE_VERTEX } from "./shaders.js";

/** Returns a class of sigma's programs whose array is sent to the graphics memory when it is filled, not in each frame. */
const withKeptBuffer = (Program) =>
  class extends Program {
    isFilled = false;
    bindProgram(info) {
      const { gl, buffer } = info;
      let offset = 0;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      for (const attribute of this.ATTRIBUTES) offset += this.bindAttribute(attribute, info, offset);
      if (this.isFilled) gl.bufferData(gl.ARRAY_BUFFER, this.array, gl.STATIC_DRAW);
      this.isFilled = false;
      gl.bindBuffer(gl.ARRAY_BUFFER, null);
    }
    process() {} // the array is filled elsewhere
  };

/**
 * Returns sigma's classes of programs. When sigma has made them, `programs.nodes` and `programs.edges` are those in use.
 * paper() gives the colour of the page as [r, g, b]; drawnEdges() how many edges are drawn, the first of them, or null.
 */
export function makePrograms({ nodeCount, edgeCount, paper, drawnEdges }) {
  const programs = { nodes: null, edges: null };

  class NodeProgram extends withKeptBuffer(webgl.NodePointProgram) {
    constructor(gl, picking, owner) {
      super(gl, null, owner);
      programs.nodes ??= this; // sigma makes another for nodes that it is to highlight: there are none
    }
    getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, POINTS } = WebGLRenderingContext;
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: NODE_VERTEX,
        FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
        METHOD: POINTS,
        UNIFORMS: ["u_sizeRatio", "u_pixelRatio", "u_matrix", "u_paper"],
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_kind", size: 1, type: FLOAT },
        ],
      };
    }
    setUniforms(parameters, program) {
      super.setUniforms(parameters, program);
      program.gl.uniform3f(program.uniformLocations.u_paper, ...paper().map((value) => value / 255));
    }
    reallocate() {
      super.reallocate(this === programs.nodes ? nodeCount : 0);
    }
    render(parameters) {
      if (this !== programs.nodes) return;
      programs.edges.renderBelow(parameters);
      super.render(parameters);
    }
  }

  class EdgeProgram extends withKeptBuffer(webgl.EdgeLineProgram) {
    constructor(gl, picking, owner) {
      super(owner.webGLContexts.nodes, null, owner);
      programs.edges = this;
    }
    reallocate() {
      super.reallocate(edgeCount);
    }
    render() {} // sigma draws edges after nodes
    renderBelow(parameters) {
      const count = drawnEdges();
      if (count === null) return;
      const all = this.verticesCount;
      this.verticesCount = Math.min(all, 2 * count);
      super.render(parameters);
      this.verticesCount = all;
    }
  }
  return { programs, NodeProgram, EdgeProgram };
}
