import type { Position, Ring } from '../footprint.ts';
import { isInside } from './geometry.ts';
import type { Area } from './trace.ts';

/** A part of a ring on one side of a meridian: from where it comes over it to where it leaves. */
type Chain = Position[];

interface Crossing {
  latitude: number;
  chain: Chain;
  end: 'first' | 'last';
}

/** Degrees: what lies on a meridian is taken to lie beside it, a tenth of a millimetre. */
const BESIDE = 1e-9;

/** Cuts an area in two along a meridian: what lies west of it, and what lies east; rings with the data on their left. */
export function splitAt(area: Area, meridian: number): { west: Area[]; east: Area[] } {
  return { west: cut(area, meridian, -1), east: cut(area, meridian, 1) };
}

function cut(area: Area, meridian: number, side: 1 | -1): Area[] {
  const isKept = ([lon]: Position) => side * (lon - meridian) > 0;
  const whole: Ring[] = [];
  const chains: Chain[] = [];
  for (const ring of area) {
    const points = ring.slice(0, -1).map(([lon, lat]): Position => [lon === meridian ? lon + BESIDE : lon, lat]);
    if (points.every(isKept)) whole.push(ring);
    else if (points.some(isKept)) chains.push(...chainsOf(points, meridian, isKept));
  }
  return grouped([...whole, ...joined(chains)]);
}

function chainsOf(points: readonly Position[], meridian: number, isKept: (point: Position) => boolean): Chain[] {
  const start = points.findIndex((point) => !isKept(point));
  const around = [...points.slice(start), ...points.slice(0, start + 1)];
  const chains: Chain[] = [];
  around.slice(1).forEach((point, index) => {
    const before = around[index] as Position;
    const [was, is] = [isKept(before), isKept(point)];
    if (was !== is) {
      const crossing = at(before, point, meridian);
      if (is) chains.push([crossing]);
      else chains.at(-1)?.push(crossing);
    }
    if (is) chains.at(-1)?.push(point);
  });
  return chains;
}

/** Along the meridian the data lies between the first crossing and the second, the third and the fourth, and so on. */
function joined(chains: readonly Chain[]): Ring[] {
  const crossings = chains
    .flatMap((chain): Crossing[] => [
      { latitude: (chain[0] as Position)[1], chain, end: 'first' },
      { latitude: (chain.at(-1) as Position)[1], chain, end: 'last' },
    ])
    .sort((a, b) => a.latitude - b.latitude);
  const follows = new Map<Chain, Chain>();
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const [one, other] = [crossings[index] as Crossing, crossings[index + 1] as Crossing];
    const [last, first] = one.end === 'last' ? [one, other] : [other, one];
    follows.set(last.chain, first.chain);
  }
  const rings: Ring[] = [];
  const open = new Set(chains);
  for (const start of chains) {
    const ring: Ring = [];
    for (let chain: Chain | undefined = start; chain && open.delete(chain); chain = follows.get(chain))
      ring.push(...chain);
    if (ring.length > 2) rings.push([...ring, ring[0] as Position]);
  }
  return rings;
}

/** Outlines with the holes that lie in them. */
function grouped(rings: readonly Ring[]): Area[] {
  const areas = rings.filter((ring) => isCounterClockwise(ring)).map((outline): Area => [outline]);
  for (const hole of rings.filter((ring) => !isCounterClockwise(ring))) {
    areas.find(([outline]) => outline && isInside(hole[0] as Position, outline))?.push(hole);
  }
  return areas;
}

function isCounterClockwise(ring: Ring): boolean {
  const twice = ring.slice(1).reduce((sum, [x, y], index) => {
    const [x0, y0] = ring[index] as Position;
    return sum + x0 * y - x * y0;
  }, 0);
  return twice > 0;
}

function at([x1, y1]: Position, [x2, y2]: Position, meridian: number): Position {
  return [meridian, y1 + ((y2 - y1) * (meridian - x1)) / (x2 - x1)];
}
