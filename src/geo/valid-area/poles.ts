import { type Position, type Ring, unwrap } from '../footprint.ts';
import { isInside } from './geometry.ts';

/** A pole of the globe, where a CRS has one place for it and no line. */
export interface Pole {
  latitude: 90 | -90;
  at: Position;
}

/** Degrees; some ten centimetres. What is nearer to a pole lies on it. */
const ON_POLE = 1e-6;

/** A ring with the points of its sides that are nearest to a pole which they pass: on either side of those, longitudes turn by less than a quarter. */
export function withFeet(ring: Ring, poles: readonly Pole[]): Ring {
  const [first, ...rest] = ring as [Position, ...Position[]];
  let from = first;
  const points = rest.flatMap((to) => {
    const shares = poles.flatMap(({ at }) => footShare(from, to, at)).toSorted((a, b) => a - b);
    const feet = shares.map(
      (share): Position => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share],
    );
    from = to;
    return [...feet, to];
  });
  return [first, ...points];
}

function footShare([x1, y1]: Position, [x2, y2]: Position, [x, y]: Position): number[] {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy);
  const share = ((x - x1) * dx + (y - y1) * dy) / length ** 2;
  const away = Math.abs((x - x1) * dy - (y - y1) * dx) / length;
  return share > 0 && share < 1 && away < length ? [share] : [];
}

/** Which poles a ring encloses, told by where they are in its CRS. One on the ring itself is not enclosed. */
export function enclosedPoles(ring: Ring, placed: Ring, poles: readonly Pole[]): Pole['latitude'][] {
  return poles
    .filter(({ latitude, at }) => isInside(at, ring) && !placed.some((point) => isOnPole(point, latitude)))
    .map(({ latitude }) => latitude);
}

export const isOnPole = ([, lat]: Position, latitude: number): boolean => Math.abs(lat - latitude) < ON_POLE;

/** A ring with a side along the pole in place of the points on it, whose longitudes say nothing. */
export function alongPole(ring: Ring, latitude: number): Ring {
  const points = ring.slice(0, -1);
  const start = points.findIndex((point) => !isOnPole(point, latitude));
  if (start < 0 || !points.some((point) => isOnPole(point, latitude))) return ring;
  const around = [...points.slice(start), ...points.slice(0, start + 1)];
  const others = unwrap(around.filter((point) => !isOnPole(point, latitude)));
  // The pole is on the ring and not in it: the side along it turns back by as much as the rest turns.
  let turn = (others[0] as Position)[0] - (others.at(-1) as Position)[0];
  const found: Ring = [];
  let shift = 0;
  let wasOnPole = false;
  for (const point of around) {
    if (isOnPole(point, latitude)) {
      wasOnPole = true;
      continue;
    }
    const [lon, lat] = others.shift() as Position;
    if (wasOnPole) {
      shift += turn;
      turn = 0;
      found.push(...sideAlong((found.at(-1) as Position)[0], lon + shift, latitude));
    }
    found.push([lon + shift, lat]);
    wasOnPole = false;
  }
  return found;
}

/** Points no further apart than a quarter of a turn. */
function sideAlong(from: number, to: number, latitude: number): Ring {
  const parts = Math.max(1, Math.ceil(Math.abs(to - from) / 90));
  return Array.from({ length: parts + 1 }, (_, part): Position => [from + ((to - from) * part) / parts, latitude]);
}
