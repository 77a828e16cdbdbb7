import type { Bounds } from '../../geo/raster.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';

/** A row of `rhumbline.collection_summaries`: what the items of a collection have that are for the same readers. */
export interface SummaryPart {
  west: number | null;
  south: number | null;
  east: number | null;
  north: number | null;
  /** The same where longitude 0 is the edge: 0 to 360 and more. */
  turned_west: number | null;
  turned_east: number | null;
  /** As PostgreSQL writes times into JSON. */
  starts: string | null;
  ends: string | null;
  least_gsd: number | null;
  greatest_gsd: number | null;
  least_resolution: number | null;
  greatest_resolution: number | null;
  traits: Record<string, string[]>;
}

/** More different values are none that anybody would choose among. */
const MOST_VALUES = 100;
const RANGES = { gsd: 'gsd', 'raster:spatial_resolution': 'resolution' } as const;
/** So many parts of a degree are kept where it was turned to the other side of the globe. */
const TURNED_DIGITS = 1e9;

/** A collection with the extent and the summaries of these of its items; as it was registered where there are none. */
export function summarized(collection: JsonObject, parts: readonly SummaryPart[]): JsonObject {
  if (parts.length === 0) return collection;
  const given = isJsonObject(collection.summaries) ? collection.summaries : {};
  const summaries = { ...given, ...valuesOf(parts), ...rangesOf(parts) };
  return {
    ...collection,
    extent: extentOf(collection, parts),
    ...(Object.keys(summaries).length > 0 && { summaries }),
  };
}

/** What no item says stays as it was registered. */
function extentOf({ extent }: JsonObject, parts: readonly SummaryPart[]): JsonObject {
  const { spatial = null, temporal = null, ...others } = isJsonObject(extent) ? extent : {};
  const bbox = boundsOf(parts);
  const [starts, ends] = [timesOf(parts, 'starts'), timesOf(parts, 'ends')];
  return {
    ...others,
    spatial: bbox === undefined ? spatial : { bbox: [[...bbox]] },
    temporal:
      starts.length === 0 && ends.length === 0 ? temporal : { interval: [[starts[0] ?? null, ends.at(-1) ?? null]] },
  };
}

/** The narrower one of two: with the antimeridian as its edge, or across it, where west is greater than east. */
function boundsOf(parts: readonly SummaryPart[]): Bounds | undefined {
  const [west, east] = [least(parts, 'west'), greatest(parts, 'east')];
  const [south, north] = [least(parts, 'south'), greatest(parts, 'north')];
  if (west === undefined || east === undefined || south === undefined || north === undefined) return undefined;
  const [from, to] = [least(parts, 'turned_west') ?? 0, greatest(parts, 'turned_east') ?? 360];
  if (to - from >= east - west) return [west, south, east, north];
  return [turnedBack(from), south, turnedBack(to), north];
}

function turnedBack(longitude: number): number {
  return longitude <= 180 ? longitude : Math.round((longitude - 360) * TURNED_DIGITS) / TURNED_DIGITS;
}

function valuesOf(parts: readonly SummaryPart[]): JsonObject {
  const values = new Map<string, Set<string>>();
  for (const [name, many] of parts.flatMap(({ traits }) => Object.entries(traits))) {
    values.set(name, new Set([...(values.get(name) ?? []), ...many]));
  }
  const few = [...values]
    .filter(([, many]) => many.size <= MOST_VALUES)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(few.map(([name, many]) => [name, [...many].sort()]));
}

function rangesOf(parts: readonly SummaryPart[]): JsonObject {
  const ranges = Object.entries(RANGES).flatMap(([name, figure]): [string, JsonValue][] => {
    const [minimum, maximum] = [least(parts, `least_${figure}`), greatest(parts, `greatest_${figure}`)];
    return minimum === undefined || maximum === undefined ? [] : [[name, { minimum, maximum }]];
  });
  return Object.fromEntries(ranges);
}

type Figure = Exclude<keyof SummaryPart, 'traits' | 'starts' | 'ends'>;

function least(parts: readonly SummaryPart[], figure: Figure): number | undefined {
  return figuresOf(parts, figure)[0];
}

function greatest(parts: readonly SummaryPart[], figure: Figure): number | undefined {
  return figuresOf(parts, figure).at(-1);
}

/** In ascending order. */
function figuresOf(parts: readonly SummaryPart[], figure: Figure): number[] {
  return parts.flatMap((part) => part[figure] ?? []).sort((one, other) => one - other);
}

/** RFC 3339, UTC, in ascending order. */
function timesOf(parts: readonly SummaryPart[], end: 'starts' | 'ends'): string[] {
  return parts.flatMap((part) => (part[end] === null ? [] : new Date(part[end]).toISOString())).sort();
}
