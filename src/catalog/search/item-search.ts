import type { Bounds } from '../../geo/raster.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';

/** What items are asked for, all of it at once; what is not there is no condition. */
export interface ItemFilters {
  collections?: readonly string[];
  ids?: readonly string[];
  /** West, south, east, north in degrees; west > east across the antimeridian. */
  bbox?: Bounds;
  /** A GeoJSON geometry, instead of a bbox. */
  intersects?: JsonObject;
  time?: TimeRange;
  /** CQL2 as JSON. */
  filter?: JsonObject;
}

/** Both ends belong to it, RFC 3339; null is open. */
export interface TimeRange {
  start: string | null;
  end: string | null;
}

export interface SortKey {
  field: string;
  direction: 'asc' | 'desc';
}

export interface ItemSearch extends ItemFilters {
  /** Empty: newest first. Collection and id come last, in the direction of the first. */
  sortby: readonly SortKey[];
  /** Items at most. */
  limit: number;
  /** Where the page before ended. */
  after: ItemPosition | null;
}

export interface ItemRef {
  collection_id: string;
  item_id: string;
}

/** Where a page ended: the values of the order's keys, as PostgreSQL writes them; or the item, for as long as that is there. */
export type ItemPosition = readonly (string | null)[] | ItemRef;

export interface ItemPage {
  items: JsonObject[];
  /** Both ways to tell where the page ended; null: there is no more. */
  next: { place: readonly (string | null)[]; item: ItemRef } | null;
}

/** The two boxes that a bbox across the antimeridian is; else the one. */
export function boxesOf([west, south, east, north]: Bounds): Bounds[] {
  if (west <= east) return [[west, south, east, north]];
  return [
    [west, south, 180, north],
    [-180, south, east, north],
  ];
}

/**
 * The area of boxes as GeoJSON. pgstac takes a bbox whose west is greater than its east for the rest of the world. A box
 * without a width or a height is a line or a point: as a polygon it would be none that PostGIS could find anything by.
 */
export function areaOf(boxes: readonly Bounds[]): JsonObject {
  const parts = boxes.map(partOf);
  const [first = { type: '', coordinates: [] }] = parts;
  if (parts.length === 1) return first;
  if (parts.some(({ type }) => type !== first.type)) return { type: 'GeometryCollection', geometries: parts };
  return { type: `Multi${first.type}`, coordinates: parts.map(({ coordinates }) => coordinates) };
}

interface Part extends JsonObject {
  type: string;
  coordinates: JsonValue[];
}

function partOf([west, south, east, north]: Bounds): Part {
  if (west === east && south === north) return { type: 'Point', coordinates: [west, south] };
  const diagonal = [
    [west, south],
    [east, north],
  ];
  if (west === east || south === north) return { type: 'LineString', coordinates: diagonal };
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}
