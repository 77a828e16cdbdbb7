import type { Position, Ring } from '../footprint.ts';

type Segment = readonly [Position, Position];

/** Whether a point is within a closed ring; of points on it, either. */
export function isInside([x, y]: Position, ring: Ring): boolean {
  let inside = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [[x1, y1], [x2, y2]] = [ring[index - 1] as Position, ring[index] as Position];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}

/** Whether rings cross or touch, themselves or each other; neighbours on a ring share a point and may. */
export function doTouch(rings: readonly Ring[]): boolean {
  const segments = rings.flatMap((ring) => ring.slice(1).map((to, index): Segment => [ring[index] as Position, to]));
  const sorted = segments.sort((a, b) => left(a) - left(b));
  return sorted.some((one, index) => {
    const right = Math.max(one[0][0], one[1][0]);
    for (let other = index + 1; other < sorted.length; other += 1) {
      const segment = sorted[other] as Segment;
      if (left(segment) > right) return false;
      if (meet(one, segment)) return true;
    }
    return false;
  });
}

const left = ([[x1], [x2]]: Segment): number => Math.min(x1, x2);

function meet([a, b]: Segment, [c, d]: Segment): boolean {
  // Neighbours: they meet in their common point, and must not run back on each other.
  if (same(b, c)) return side(a, b, d) === 0 && isBetween(d, a, b);
  if (same(a, d)) return side(c, a, b) === 0 && isBetween(c, a, b);
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (s1 * s2 < 0 && s3 * s4 < 0) return true;
  return (
    (s1 === 0 && isBetween(c, a, b)) ||
    (s2 === 0 && isBetween(d, a, b)) ||
    (s3 === 0 && isBetween(a, c, d)) ||
    (s4 === 0 && isBetween(b, c, d))
  );
}

const same = ([x1, y1]: Position, [x2, y2]: Position): boolean => x1 === x2 && y1 === y2;

function side([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

function isBetween([x, y]: Position, [x1, y1]: Position, [x2, y2]: Position): boolean {
  return x >= Math.min(x1, x2) && x <= Math.max(x1, x2) && y >= Math.min(y1, y2) && y <= Math.max(y1, y2);
}

/** A ring that runs counter-clockwise for 1, clockwise for -1. */
export function oriented(ring: Ring, sign: 1 | -1): Ring {
  const twice = ring.slice(1).reduce((sum, [x, y], index) => {
    const [x0, y0] = ring[index] as Position;
    return sum + x0 * y - x * y0;
  }, 0);
  return Math.sign(twice) === sign ? ring : ring.toReversed();
}
