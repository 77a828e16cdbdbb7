import type { Bounds } from '../../geo/raster.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { areaOf, boxesOf } from '../search/item-search.ts';

/** Nesting of the coordinates by type, and the least number of positions in what is innermost but one. */
const SHAPES: Readonly<Record<string, { depth: number; least: number; isRing?: true }>> = {
  Point: { depth: 0, least: 0 },
  MultiPoint: { depth: 1, least: 1 },
  LineString: { depth: 1, least: 2 },
  MultiLineString: { depth: 2, least: 2 },
  Polygon: { depth: 2, least: 4, isRing: true },
  MultiPolygon: { depth: 3, least: 4, isRing: true },
};

/**
 * What is wrong with a GeoJSON geometry, so that PostGIS could not take it; undefined where nothing is. Whether it is valid in
 * the sense of simple features is not looked at.
 */
export function faultOfGeometry(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return 'must be a GeoJSON geometry';
  if (!isOnWgs84(value))
    return 'must be on WGS 84, longitude first, as GeoJSON always is (RFC 7946), and not on another crs';
  if (value.type === 'GeometryCollection') return faultOfCollection(value);
  const shape = typeof value.type === 'string' && Object.hasOwn(SHAPES, value.type) ? SHAPES[value.type] : undefined;
  if (shape === undefined)
    return `must have a type that is one of ${Object.keys(SHAPES).join(', ')}, GeometryCollection`;
  return isNested(value.coordinates, shape.depth, shape) ? undefined : `must have the coordinates of a ${value.type}`;
}

/** By the member of GeoJSON's first edition, which programs still write. */
function isOnWgs84({ crs }: JsonObject): boolean {
  if (crs === undefined || crs === null) return true;
  const { name } = isJsonObject(crs) && isJsonObject(crs.properties) ? crs.properties : {};
  return typeof name === 'string' && /(CRS:?84|EPSG:(:|.*:)?4326)$/.test(name);
}

function faultOfCollection({ geometries }: JsonObject): string | undefined {
  if (!Array.isArray(geometries) || geometries.length === 0) return 'must have geometries';
  const faults = geometries.map((each) =>
    isJsonObject(each) && each.type === 'GeometryCollection'
      ? 'must not have a collection inside'
      : faultOfGeometry(each),
  );
  return faults.find((fault) => fault !== undefined);
}

function isNested(
  value: JsonValue | undefined,
  depth: number,
  { least, isRing }: { least: number; isRing?: true },
): boolean {
  if (depth === 0) return isPosition(value);
  if (!Array.isArray(value) || value.length === 0) return false;
  if (!value.every((inner) => isNested(inner, depth - 1, { least, ...(isRing && { isRing }) }))) return false;
  if (depth > 1) return true;
  return value.length >= least && (!isRing || isClosed(value));
}

function isPosition(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && (value.length === 2 || value.length === 3) && value.every(isNumber);
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isClosed(ring: readonly JsonValue[]): boolean {
  return JSON.stringify(ring[0]) === JSON.stringify(ring.at(-1));
}

/**
 * What numbers make of a bbox: west, south, east, north, without the heights that six of them have; a text where they make
 * none, which says why.
 */
export function boundsOf(numbers: readonly number[]): Bounds | string {
  if (numbers.length !== 4 && numbers.length !== 6) return 'must have 4 numbers, or 6 with heights';
  const [west = 0, south = 0] = numbers;
  const [east = 0, north = 0] = numbers.slice(numbers.length / 2);
  if (!numbers.every(Number.isFinite)) return 'must be numbers';
  if (numbers.length === 6 && (numbers[2] ?? 0) > (numbers[5] ?? 0)) return 'must have its lower height first';
  if (south > north) return 'must have its south before its north';
  // Clients ask beyond the globe that move a box about, or count longitudes from 0 to 360.
  if (Math.max(Math.abs(south), Math.abs(north)) > 180) return 'must have latitudes from -90 to 90';
  if (Math.max(Math.abs(west), Math.abs(east)) > 360) return 'must have longitudes from -360 to 360';
  if (east - west >= 360) return [-180, south, 180, north];
  return [turned(west), south, turned(east), north];
}

/** Onto the globe, where a box that went over its edge goes on at the other side. */
function turned(longitude: number): number {
  if (longitude > 180) return longitude - 360;
  return longitude < -180 ? longitude + 360 : longitude;
}

/** The area of a bbox as GeoJSON; a text where it is none. */
export function areaOfBbox(value: JsonValue | undefined): JsonObject | string {
  const isNumbers = Array.isArray(value) && value.every((each) => typeof each === 'number');
  const bounds = isNumbers ? boundsOf(value as number[]) : 'must be an array of numbers';
  return typeof bounds === 'string' ? bounds : areaOf(boxesOf(bounds));
}
