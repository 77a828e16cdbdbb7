import type { Position, Ring } from '../footprint.ts';
import { isInside, oriented } from './geometry.ts';
import type { Area } from './trace.ts';

/** A part of a ring from the antimeridian to the antimeridian. */
type Chain = Position[];

interface End {
  chain: Chain;
  end: 'first' | 'last';
}

/** Where a ring comes over the antimeridian: its ends at longitude 180, and at -180. */
interface Crossing {
  latitude: number;
  eastern: End;
  western: End;
}

interface Link {
  to: End;
  /** What lies between two ends that a pole joins. */
  over: Position[];
}

type Links = Map<Chain, Partial<Record<End['end'], Link>>>;

const TURN = 360;
/** Degrees; what lies on the antimeridian is taken to lie beside it. */
const BESIDE = 1e-9;
const WORLD: Ring = [
  [-180, 90],
  [-180, -90],
  [180, -90],
  [180, 90],
  [-180, 90],
];

/**
 * Cuts an area that runs around a pole along the antimeridian. Along that its data lies between the first and the second crossing, the
 * third and the fourth, and so on, where a pole that is in the area counts for one.
 * @param rings without jumps in longitude; one around a pole ends a turn from where it begins
 * @returns undefined where rings and poles do not fit together
 */
export function cutGlobe(rings: readonly Ring[], poles: readonly number[]): Area[] | undefined {
  const cuts = rings.map(cutRing);
  const crossings = cuts.flatMap((cut) => cut.crossings).toSorted((a, b) => a.latitude - b.latitude);
  const south = poles.includes(-90);
  const inner = south ? crossings.slice(1) : crossings;
  const between = poles.includes(90) ? inner.slice(0, -1) : inner;
  if ((crossings.length + poles.length) % 2 !== 0) return undefined;
  const whole = cuts.flatMap((cut) => cut.whole);
  if (crossings.length === 0) return nested(poles.length === 0 ? whole : [WORLD, ...whole]);
  const links: Links = new Map();
  if (south) linkOver(links, crossings[0] as Crossing, -90);
  if (poles.includes(90)) linkOver(links, crossings.at(-1) as Crossing, 90);
  for (let index = 0; index < between.length; index += 2) {
    const [one, other] = [between[index] as Crossing, between[index + 1] as Crossing];
    link(links, one.eastern, other.eastern, []);
    link(links, one.western, other.western, []);
  }
  return nested([...whole, ...joined(links)]);
}

function cutRing(ring: Ring): { whole: Ring[]; crossings: Crossing[] } {
  const points = ring.slice(0, -1).map(([lon, lat]): Position => [(lon + 180) % TURN === 0 ? lon + BESIDE : lon, lat]);
  const turn = (ring.at(-1) as Position)[0] - (ring[0] as Position)[0];
  const [[lon, lat]] = points as [Position];
  const closed = [...points, [lon + turn, lat] as Position];
  const starts = points.flatMap((point, index) =>
    sheetOf(point) === sheetOf(closed[index + 1] as Position) ? [] : [index],
  );
  const local = points.map((point): Position => [point[0] - TURN * sheetOf(point), point[1]]);
  if (starts.length === 0) return { whole: [[...local, local[0] as Position]], crossings: [] };
  const sides = starts.map((start) => sidesOf(closed[start] as Position, closed[start + 1] as Position));
  const chains = starts.map((start, at): Chain => {
    const [next, end] = [starts[(at + 1) % starts.length] as number, (at + 1) % starts.length];
    const between =
      next > start ? local.slice(start + 1, next + 1) : [...local.slice(start + 1), ...local.slice(0, next + 1)];
    return [(sides[at] as Sides).after, ...between, (sides[end] as Sides).before];
  });
  const crossings = sides.map(({ before, after }, at): Crossing => {
    const ends: [End, End] = [
      { chain: chains.at(at - 1) as Chain, end: 'last' },
      { chain: chains[at] as Chain, end: 'first' },
    ];
    const [eastern, western] = before[0] > 0 ? ends : [ends[1], ends[0]];
    return { latitude: after[1], eastern, western };
  });
  return { whole: [], crossings };
}

interface Sides {
  before: Position;
  after: Position;
}

/** Where the line between two points meets the antimeridian, seen from either side of it. */
function sidesOf(from: Position, to: Position): Sides {
  const meridian = TURN * Math.max(sheetOf(from), sheetOf(to)) - 180;
  const latitude = from[1] + ((to[1] - from[1]) * (meridian - from[0])) / (to[0] - from[0]);
  const side = to[0] > from[0] ? 180 : -180;
  return { before: [side, latitude], after: [-side, latitude] };
}

/** Which turn of the globe a longitude is of: 0 from -180 to 180. */
const sheetOf = ([lon]: Position): number => Math.floor((lon + 180) / TURN);

function link(links: Links, one: End, other: End, over: Position[]): void {
  links.set(one.chain, { ...links.get(one.chain), [one.end]: { to: other, over } });
  links.set(other.chain, { ...links.get(other.chain), [other.end]: { to: one, over: over.toReversed() } });
}

function linkOver(links: Links, { eastern, western }: Crossing, pole: number): void {
  link(links, eastern, western, [
    [180, pole],
    [-180, pole],
  ]);
}

function joined(links: Links): Ring[] {
  const open = new Set(links.keys());
  const rings: Ring[] = [];
  for (const start of links.keys()) {
    const ring: Ring = [];
    let next: End | undefined = { chain: start, end: 'first' };
    while (next && open.delete(next.chain)) {
      const { chain, end }: End = next;
      ring.push(...(end === 'first' ? chain : chain.toReversed()));
      const on: Link | undefined = links.get(chain)?.[end === 'first' ? 'last' : 'first'];
      ring.push(...(on?.over ?? []));
      next = on?.to;
    }
    if (ring.length > 2) rings.push([...ring, ring[0] as Position]);
  }
  return rings;
}

/** Rings as outlines with their holes: one within an odd number of others is a hole. */
function nested(rings: readonly Ring[]): Area[] {
  const around = rings.map((ring) => rings.filter((other) => other !== ring && isInside(ring[0] as Position, other)));
  const areas = new Map(rings.flatMap((ring, at) => (isOdd(around[at]) ? [] : [[ring, [oriented(ring, 1)] as Area]])));
  rings.forEach((ring, at) => {
    if (!isOdd(around[at])) return;
    const outline = around[at]?.find((other) => around[rings.indexOf(other)]?.length === (around[at]?.length ?? 0) - 1);
    if (outline) areas.get(outline)?.push(oriented(ring, -1));
  });
  return [...areas.values()];
}

const isOdd = (rings: readonly Ring[] = []): boolean => rings.length % 2 === 1;
