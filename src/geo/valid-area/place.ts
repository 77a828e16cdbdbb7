import { type Footprint, fitted, type Position, type Ring, tidy, unwrap, type Wgs84Extent } from '../footprint.ts';
import type { Bounds } from '../raster.ts';
import { cutGlobe } from './cut-globe.ts';
import { oriented } from './geometry.ts';
import { splitAt } from './split.ts';
import type { Area } from './trace.ts';

/** A straight edge of a raster is none on the globe: points no further apart than this share of its longer side. */
const STEPS = 20;
const TURN = 360;
/** Degrees; what reaches no further over the antimeridian does not cross it. */
const SLIVER = 2e-7;
const ALL_AROUND: Bounds = [-180, -90, 180, 90];

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

/** An area whose rings have no jumps in longitude. */
interface Unwrapped {
  rings: Area;
  /** The poles in it. */
  poles: readonly number[];
  /** Whether it has a pole in it or in a hole. */
  isAround: boolean;
}

/**
 * Areas in longitude and latitude as GeoJSON has them: outlines counter-clockwise, split at the antimeridian, closed over the poles in them.
 * @param enclosed the latitudes of the poles that each ring of each area runs around in its CRS
 * @returns undefined where the rings do not run around the poles that they enclose, or nothing is left
 */
export function placeAreas(
  areas: readonly Area[],
  enclosed: readonly (readonly (readonly number[])[])[] = [],
): Wgs84Extent | undefined {
  const unwrapped = areas.map((area, at) => unwrapArea(area, enclosed[at] ?? []));
  if (unwrapped.some((area) => area === undefined)) return undefined;
  const [first, ...rest] = (unwrapped as Unwrapped[]).filter(({ isAround }) => !isAround).map(({ rings }) => rings);
  const together = first ? [first, ...rest.map((area) => moved(area, turnsBetween(area, first)))] : [];
  const around = (unwrapped as Unwrapped[]).filter(({ isAround }) => isAround);
  const cut = around.map(({ rings, poles }) => cutGlobe(rings, poles));
  if (cut.some((cuts) => cuts === undefined)) return undefined;
  const pieces = [...together.flatMap(piecesOf), ...(cut as Area[][]).flat()].flatMap(tidied);
  if (pieces.length === 0) return undefined;
  return fitted({ bbox: around.length > 0 ? ALL_AROUND : boundsOf(together), geometry: asFootprint(pieces) });
}

function unwrapArea(area: Area, enclosed: readonly (readonly number[])[]): Unwrapped | undefined {
  const rings = area.map((ring, at) => unwrapRing(ring, enclosed[at] ?? []));
  if (rings.some((ring) => ring === undefined)) return undefined;
  const [around, ...holes] = rings as [Ring, ...Ring[]];
  const poles = (enclosed[0] ?? []).filter((pole) => !enclosed.slice(1).some((inHole) => inHole.includes(pole)));
  if (enclosed.some((inRing) => inRing.length > 0)) return { rings: [around, ...holes], poles, isAround: true };
  const inner = holes.map((hole) => moved([hole], turnsBetween([hole], [around]))[0] as Ring);
  return { rings: [oriented(around, 1), ...inner.map((hole) => oriented(hole, -1))], poles, isAround: false };
}

/** @returns undefined where it does not turn as often as it has to around the poles that it encloses */
function unwrapRing(ring: Ring, enclosed: readonly number[]): Ring | undefined {
  const around = unwrap(ring);
  const turns = Math.abs((around.at(-1) as Position)[0] - (around[0] as Position)[0]) / TURN;
  return Math.round(turns) === enclosed.length % 2 ? around : undefined;
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
  const [south, north] = range(points.map(([lon, lat]): Position => [lat, lon]));
  if (east - west >= TURN - SLIVER) return [-180, round(south), 180, round(north)];
  const shift = TURN * Math.floor((west + 180 + SLIVER) / TURN);
  const [left, right] = [Math.max(-180, west - shift), east - shift];
  return [round(left), round(south), round(right > 180 + SLIVER ? right - TURN : Math.min(180, right)), round(north)];
}

/** Of the first coordinates. */
function range(points: readonly Position[]): [number, number] {
  const longitudes = points.map(([lon]) => lon);
  return [longitudes.reduce((a, b) => Math.min(a, b)), longitudes.reduce((a, b) => Math.max(a, b))];
}

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
