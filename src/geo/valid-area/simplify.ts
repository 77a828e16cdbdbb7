import type { Position, Ring } from '../footprint.ts';
import { doTouch, isInside } from './geometry.ts';
import type { Area } from './trace.ts';

export interface SimplifiedAreas {
  areas: Area[];
  /** In pixels: how far the outlines are from the traced ones at most. */
  tolerance: number;
}

/** In pixels. Below three quarters the steps of a slanted edge would stay. */
const TOLERANCES = [0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/**
 * Outlines of few points: with the least tolerance at which they are few enough and still valid. Simplifying alone does not keep polygons
 * from crossing themselves, so that each attempt is looked at.
 * @returns undefined where there is no such tolerance
 */
export function simplifyAreas(areas: readonly Area[], mostPoints: number): SimplifiedAreas | undefined {
  for (const tolerance of TOLERANCES) {
    const simpler = areas.map((area) => simplifyArea(area, tolerance));
    const points = simpler.flat().reduce((sum, ring) => sum + ring.length, 0);
    if (points <= mostPoints && isValid(simpler)) return { areas: simpler, tolerance };
  }
  return undefined;
}

/** Without the holes that are gone or lie outside now; where the outline itself would be gone, it is the box around it. */
function simplifyArea([outline = [], ...holes]: Area, tolerance: number): Area {
  const simpler = simplifyRing(outline, tolerance);
  if (simpler.length < 4) return [boxAround(outline)];
  const kept = holes.map((hole) => simplifyRing(hole, tolerance)).filter((hole) => hole.length >= 4);
  return [simpler, ...kept.filter((hole) => isInside(hole[0] as Position, simpler))];
}

/** Rings that neither cross nor touch, and no area in another: an island may lie in another's hole. */
function isValid(areas: readonly Area[]): boolean {
  if (doTouch(areas.flat())) return false;
  return areas.every(([outline], index) => {
    const point = outline?.[0] as Position;
    return areas.every((other, at) => at === index || !isInArea(point, other));
  });
}

function isInArea(point: Position, [outline = [], ...holes]: Area): boolean {
  return isInside(point, outline) && !holes.some((hole) => isInside(point, hole));
}

/** Douglas and Peucker's, of the two halves between the first point and the one furthest from it. */
function simplifyRing(ring: Ring, tolerance: number): Ring {
  const points = ring.slice(0, -1);
  const [first] = points as [Position];
  const far = points.reduce(
    (best, point, index) => (distance(point, first) > distance(points[best] as Position, first) ? index : best),
    0,
  );
  const halves = [points.slice(0, far + 1), [...points.slice(far), first]];
  const kept = halves.flatMap((half) => simplifyLine(half, tolerance).slice(0, -1));
  return [...kept, kept[0] as Position];
}

function simplifyLine(line: readonly Position[], tolerance: number): Position[] {
  const keep = new Uint8Array(line.length);
  const open: [number, number][] = [[0, line.length - 1]];
  keep[0] = keep[line.length - 1] = 1;
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [furthest, most] = [-1, tolerance];
    for (let index = from + 1; index < to; index += 1) {
      const off = offLine(line[index] as Position, line[from] as Position, line[to] as Position);
      if (off > most) [furthest, most] = [index, off];
    }
    if (furthest < 0) continue;
    keep[furthest] = 1;
    open.push([from, furthest], [furthest, to]);
  }
  return line.filter((_, index) => keep[index] === 1);
}

/** How far a point is from the segment between two others. */
function offLine([x, y]: Position, [x1, y1]: Position, [x2, y2]: Position): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}

const distance = ([x1, y1]: Position, [x2, y2]: Position): number => Math.hypot(x2 - x1, y2 - y1);

function boxAround(points: readonly Position[]): Ring {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [xs.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.min(a, b))];
  const [right, bottom] = [xs.reduce((a, b) => Math.max(a, b)), ys.reduce((a, b) => Math.max(a, b))];
  return [
    [left, top],
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
}
