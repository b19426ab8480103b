// Places on an offline map: the projection, the coastlines, and circles for places that are near each other.

import { bounds } from "./frame.js";

const DEGREES = 180 / Math.PI;
const MAX_LATITUDE = 85;

/** Returns the Mercator ordinate of a latitude, in degrees, growing southward as on a screen. */
export function mercatorY(latitude) {
  const limited = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
  return -DEGREES * Math.log(Math.tan(Math.PI / 4 + limited / DEGREES / 2));
}

/** Decodes a coastline: differences of hundredths of degrees, zigzag, five bits a character (encoded polylines). */
export function decodeLine(line) {
  const points = [];
  let at = 0;
  const difference = () => {
    let value = 0;
    let shift = 0;
    let part;
    do {
      part = line.charCodeAt(at++) - 63;
      value |= (part & 31) << shift;
      shift += 5;
    } while (part >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  for (let x = 0, y = 0; at < line.length;) {
    x += difference();
    y += difference();
    points.push([x / 100, y / 100]);
  }
  return points;
}

/** Returns a coastline that goes on beyond the antimeridian where it crosses it; around the pole it stays cut. */
export function unwrapped(points) {
  let shift = 0;
  const line = points.map(([x, y], at) => {
    const [before, latitude] = points[at - 1] ?? [x, y];
    if (Math.abs(x - before) > 180 && Math.min(y, latitude) > -80) shift += x < before ? 360 : -360;
    return [x + shift, y];
  });
  // a line that begins on the far side has its main part a turn away
  const [least, most] = bounds(line.map(([x]) => x));
  const turn = 360 * Math.round((least + most) / 720);
  return turn ? line.map(([x, y]) => [x - turn, y]) : line;
}

/** Whether the line between two points of a coastline is only where the map of the world is cut open. */
export const isSeam = ([x0], [x1, y1]) =>
  (Math.abs(x1) >= 179.99 && Math.abs(x0) >= 179.99) || Math.abs(x1 - x0) > 180 || y1 <= -85;

/** Returns a difference of longitudes the short way around the world: from -180 up to 180. */
export const nearestTurn = (degrees) => degrees - 360 * Math.round(degrees / 360);

/** Returns the shortest span [west, east] that holds some longitudes; east is above 180 where it crosses the antimeridian. */
export function narrowestSpan(longitudes) {
  const sorted = [...longitudes].sort((a, b) => a - b);
  let best = [sorted[0], sorted.at(-1)];
  for (let at = 1; at < sorted.length; at++) {
    const span = [sorted[at], sorted[at - 1] + 360];
    if (span[1] - span[0] < best[1] - best[0]) best = span;
  }
  return best;
}

/** Joins each site to the first cluster within `reach`; sites come with the weightiest first, and lead their cluster. */
export function clusterSites(sites, positionOf, reach) {
  const clusters = [];
  const grid = new Map();
  for (const site of sites) {
    const { x, y } = positionOf(site);
    const column = Math.floor(x / reach);
    const row = Math.floor(y / reach);
    let near = null;
    for (let i = -1; i <= 1; i++)
      for (let j = -1; j <= 1; j++)
        for (const other of grid.get(`${column + i} ${row + j}`) ?? [])
          if (!near && Math.hypot(other.x - x, other.y - y) < reach) near = other;
    if (near) {
      near.sites.push(site);
      continue;
    }
    const cluster = { x, y, sites: [site] };
    clusters.push(cluster);
    const cell = `${column} ${row}`;
    if (grid.has(cell)) grid.get(cell).push(cluster);
    else grid.set(cell, [cluster]);
  }
  return clusters;
}
