// The shaders of the nodes: each is a point, whose fragments find how far they are from the outline of the shape.

export const NODE_VERTEX = `
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_color;
attribute float a_kind;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_kind;
varying float v_pixel;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.0;
  v_pixel = 2.0 / max(gl_PointSize, 1.0);
  v_color = a_color;
  v_kind = a_kind;
}`;

export const SHAPES = ["dot", "square", "diamond", "triangle", "star"]; // by the number that the shader knows
export const HOLLOW = 8; // added to the number of a shape that is drawn as an outline

export const NODE_FRAGMENT = `
precision mediump float;
uniform vec3 u_paper;
varying vec4 v_color;
varying float v_kind;
varying float v_pixel;
float star(vec2 p) {
  const vec2 a = vec2(0.809017, -0.587785), b = vec2(-0.809017, -0.587785);
  p.x = abs(p.x);
  p -= 2.0 * max(dot(a, p), 0.0) * a;
  p -= 2.0 * max(dot(b, p), 0.0) * b;
  p.x = abs(p.x);
  p.y -= 1.0;
  vec2 side = 0.45 * vec2(0.587785, 0.809017) - vec2(0.0, 1.0);
  return length(p - side * clamp(dot(p, side) / dot(side, side), 0.0, 1.0)) * sign(p.y * side.x - p.x * side.y);
}
void main(void) {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  bool hollow = v_kind > 7.5;
  float kind = hollow ? v_kind - 8.0 : v_kind, far = 0.0;
  if (kind < 0.5) far = length(p) - 0.95;
  else if (kind < 1.5) far = max(abs(p.x), abs(p.y)) - 0.84;
  else if (kind < 2.5) far = (abs(p.x) + abs(p.y) - 0.98) * 0.7;
  else if (kind < 3.5) far = max(p.y - 0.75, (abs(p.x) * 1.8 - p.y - 0.95) / 2.06);
  else far = star(vec2(p.x, -p.y));
  float inside = clamp(0.5 - far / v_pixel, 0.0, 1.0);
  if (inside <= 0.0) discard;
  vec3 colour = hollow && far < -max(0.3, 1.2 * v_pixel) ? u_paper : v_color.rgb;
  gl_FragColor = vec4(colour * inside, inside);
}`;
