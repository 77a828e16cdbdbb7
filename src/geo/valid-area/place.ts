import { type Footprint, type Position, type Ring, tidy, unwrap, type Wgs84Extent } from '../footprint.ts';
import type { Bounds } from '../raster.ts';
import { splitAt } from './split.ts';
import type { Area } from './trace.ts';

/** A straight edge of a raster is none on the globe: points no further apart than this share of its longer side. */
const STEPS = 20;
const TURN = 360;
/** Degrees; what reaches no further over the antimeridian does not cross it. */
const SLIVER = 2e-7;

/** The rings of an area with more points along their edges, in pixels. */
export function withSteps(area: Area, longest: number): Area {
  const step = longest / STEPS;
  return area.map((ring) => {
    const points = ring.slice(1).flatMap(([x, y], index) => {
      const [x0, y0] = ring[index] as Position;
      const parts = Math.max(1, Math.ceil(Math.hypot(x - x0, y - y0) / step));
      return Array.from(
        { length: parts },
        (_, part): Position => [x0 + ((x - x0) * part) / parts, y0 + ((y - y0) * part) / parts],
      );
    });
    return [...points, points[0] as Position];
  });
}

/**
 * Areas in longitude and latitude as GeoJSON has them: outlines counter-clockwise, split at the antimeridian.
 * @returns undefined where an outline runs around a pole, or nothing is left
 */
export function placeAreas(areas: readonly Area[]): Wgs84Extent | undefined {
  const placed = areas.map((area) => unwrapArea(area));
  if (placed.some((area) => area === undefined)) return undefined;
  const [first, ...rest] = placed as Area[];
  if (!first) return undefined;
  const together = [first, ...rest.map((area) => moved(area, turnsBetween(area, first)))];
  const pieces = together.flatMap(piecesOf).flatMap(tidied);
  if (pieces.length === 0) return undefined;
  return { bbox: boundsOf(together), geometry: asFootprint(pieces) };
}

function unwrapArea([outline = [], ...holes]: Area): Area | undefined {
  const around = unwrap(outline);
  if (Math.abs((around.at(-1) as Position)[0] - (around[0] as Position)[0]) > TURN / 2) return undefined;
  const inner = holes.map((hole) => {
    const ring = unwrap(hole);
    return moved([ring], turnsBetween([ring], [around]))[0] as Ring;
  });
  return [oriented(around, 1), ...inner.map((hole) => oriented(hole, -1))];
}

/** By how many turns an area has to go to lie nearest to another. */
function turnsBetween(area: Area, other: Area): number {
  return Math.round((middle(other) - middle(area)) / TURN);
}

function middle([outline = []]: Area): number {
  const [west, east] = range(outline);
  return (west + east) / 2;
}

function moved(area: Area, turns: number): Area {
  return area.map((ring) => ring.map(([lon, lat]): Position => [lon + TURN * turns, lat]));
}

/** What lies between two passes of the antimeridian, moved to where longitudes are from -180 to 180. */
function piecesOf(area: Area): Area[] {
  const [west, east] = range(area[0] as Ring);
  const meridian = 180 + TURN * Math.ceil((west + SLIVER - 180) / TURN);
  if (meridian >= east - SLIVER || meridian <= west + SLIVER)
    return [moved(area, -Math.floor((west + 180 + SLIVER) / TURN))];
  const { west: before, east: after } = splitAt(area, meridian);
  return [...before, ...after].flatMap(piecesOf);
}

function tidied(area: Area): Area[] {
  const [outline = [], ...holes] = area.map(tidy);
  return outline.length < 4 ? [] : [[outline, ...holes.filter((hole) => hole.length >= 4)]];
}

function asFootprint(pieces: Area[]): Footprint {
  const [only] = pieces;
  return only && pieces.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: pieces };
}

function boundsOf(areas: readonly Area[]): Bounds {
  const points = areas.flat(2);
  const [west, east] = range(points);
  const latitudes = points.map(([, lat]) => lat);
  const [south, north] = [latitudes.reduce((a, b) => Math.min(a, b)), latitudes.reduce((a, b) => Math.max(a, b))];
  if (east - west >= TURN - SLIVER) return [-180, round(south), 180, round(north)];
  const shift = TURN * Math.floor((west + 180 + SLIVER) / TURN);
  const [left, right] = [Math.max(-180, west - shift), east - shift];
  return [round(left), round(south), round(right > 180 + SLIVER ? right - TURN : Math.min(180, right)), round(north)];
}

function range(points: readonly Position[]): [number, number] {
  const longitudes = points.map(([lon]) => lon);
  return [longitudes.reduce((a, b) => Math.min(a, b)), longitudes.reduce((a, b) => Math.max(a, b))];
}

function oriented(ring: Ring, sign: 1 | -1): Ring {
  const twice = ring.slice(1).reduce((sum, [x, y], index) => {
    const [x0, y0] = ring[index] as Position;
    return sum + x0 * y - x * y0;
  }, 0);
  return Math.sign(twice) === sign ? ring : ring.toReversed();
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
