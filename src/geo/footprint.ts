import type { Bounds } from './raster.ts';

export type Position = [number, number];
export type Ring = Position[];
export type Footprint = { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] };

export interface Wgs84Extent {
  /** West, south, east, north in degrees; west > east across the antimeridian (RFC 7946 §5.2). */
  bbox: Bounds;
  geometry: Footprint;
}

/** Curved edges: a straight line in a projection is none on the globe. */
export const STEPS_PER_EDGE = 20;
/** Degrees; about a centimetre. What is nearer to a line than this lies on it. */
const TOLERANCE = 1e-7;
/** Degrees; what is no wider than this has no area. */
const SLIVER = 2 * TOLERANCE;
const SMALL = 1e-5;
/** Degrees of longitude; what lies further apart has nothing between it. */
const WIDE_GAP = 90;

/** Points around bounds, counter-clockwise from the upper left, closed: 81 of them. */
export function boundaryPoints([minX, minY, maxX, maxY]: Bounds): Position[] {
  const corners: Position[] = [
    [minX, maxY],
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
  const points = corners.slice(1).flatMap((to, edge) => {
    const from = corners[edge] as Position;
    return Array.from({ length: STEPS_PER_EDGE }, (_, step) => between(from, to, step / STEPS_PER_EDGE));
  });
  return [...points, corners[0] as Position];
}

/** A grid of points over bounds, row by row, for rasters whose corners lie off the globe. */
export function gridPoints([minX, minY, maxX, maxY]: Bounds, steps = STEPS_PER_EDGE): Position[] {
  const shares = Array.from({ length: steps + 1 }, (_, step) => step / steps);
  return shares.flatMap((v) => shares.map((u): Position => [minX + (maxX - minX) * u, minY + (maxY - minY) * v]));
}

/**
 * The extent on the globe of a closed boundary, given as longitude and latitude of its points in order. Splits at the
 * antimeridian.
 * @returns undefined where it runs around a pole
 */
export function extentOfBoundary(boundary: readonly Position[]): Wgs84Extent | undefined {
  const ring = unwrap(boundary.map(([lon, lat]): Position => [lon, Math.max(-90, Math.min(90, lat))]));
  const turns = ((ring.at(-1) as Position)[0] - (ring[0] as Position)[0]) / 360;
  return Math.abs(turns) > 0.5 ? undefined : fitted(extentOfRing(ring));
}

/**
 * The extent of scattered points: the box around them.
 * @param poles the latitudes of the poles that lie among them
 * @param isAround whether they lie on all sides of one
 */
export function extentOfPoints(
  points: readonly Position[],
  poles: readonly number[] = [],
  isAround = false,
): Wgs84Extent {
  const lats = [...points.map(([, lat]) => lat), ...poles];
  const [west, east] = isAround ? [-180, 180] : spanOf(points.map(([lon]) => lon));
  return extentOfRing(rectangle(west, least(lats), east, greatest(lats)));
}

/** The longitudes between which all of them lie: over the antimeridian, where the widest gap between two neighbours is elsewhere. */
function spanOf(longitudes: readonly number[]): [number, number] {
  const sorted = longitudes.toSorted((a, b) => a - b);
  const [west, east] = [sorted[0] as number, sorted.at(-1) as number];
  const gapAt = (index: number) => (sorted[index + 1] as number) - (sorted[index] as number);
  const widest = sorted.slice(1).reduce((best, _, index) => (gapAt(index) > gapAt(best) ? index : best), 0);
  if (sorted.length < 3 || gapAt(widest) <= Math.max(WIDE_GAP, 360 - (east - west))) return [west, east];
  return [sorted[widest + 1] as number, (sorted[widest] as number) + 360];
}

/** The extent with the box of its geometry, which has fewer points than the outline that both were made of. */
export function fitted(extent: Wgs84Extent): Wgs84Extent {
  const { bbox, geometry } = extent;
  if (!hasArea(geometry)) return extent;
  const points = geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const crosses = bbox[0] > bbox[2];
  const middle = (bbox[0] + bbox[2]) / 2;
  const west = least(crosses ? lons.filter((lon) => lon > middle) : lons);
  const east = greatest(crosses ? lons.filter((lon) => lon < middle) : lons);
  return { bbox: [west, least(lats), east, greatest(lats)], geometry };
}

/** Whether a footprint has an area at all: a raster that is smaller than what coordinates are rounded to has none. */
export function hasArea(footprint: Footprint): boolean {
  const rings = footprint.type === 'Polygon' ? footprint.coordinates : footprint.coordinates.flat();
  return rings.every((ring) => ring.length >= 4);
}

/** Longitudes without jumps: each within half a turn of the one before. */
export function unwrap(points: readonly Position[]): Ring {
  let previous = points[0]?.[0] ?? 0;
  return points.map(([lon, lat]) => {
    previous = lon + 360 * Math.round((previous - lon) / 360);
    return [previous, lat];
  });
}

function extentOfRing(ring: Ring): Wgs84Extent {
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  const [south, north] = [round(Math.min(...lats)), round(Math.max(...lats))];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  if (east - west >= 360 - TOLERANCE) {
    return { bbox: [-180, south, 180, north], geometry: polygon(rectangle(-180, south, 180, north)) };
  }
  const shift = -360 * Math.floor((west + 180 + SLIVER) / 360);
  // Of a raster of a metre the points of an edge are too near to each other to tell a corner: it is its box.
  const outline = east - west < SMALL && north - south < SMALL ? rectangle(west, south, east, north) : ring;
  const placed = outline.map(([lon, lat]): Position => [lon + shift, lat]);
  // What reaches less over the antimeridian than can be told apart from a line does not cross it.
  if (east + shift <= 180 + SLIVER) {
    return {
      bbox: [round(Math.max(-180, west + shift)), south, round(Math.min(180, east + shift)), north],
      geometry: polygon(placed),
    };
  }
  const eastern = clip(placed, (lon) => 180 - lon);
  const western = clip(placed, (lon) => lon - 180).map(([lon, lat]): Position => [lon - 360, lat]);
  const geometry: Footprint = { type: 'MultiPolygon', coordinates: [[tidy(eastern)], [tidy(western)]] };
  return { bbox: [round(west + shift), south, round(east + shift - 360), north], geometry };
}

/** Sutherland and Hodgman's clipping against one meridian; `inside` is positive on the side that stays. */
function clip(ring: Ring, inside: (lon: number) => number): Ring {
  const kept: Ring = [];
  ring.slice(1).forEach((to, index) => {
    const from = ring[index] as Position;
    const [a, b] = [inside(from[0]), inside(to[0])];
    if (a >= 0) kept.push(from);
    if ((a > 0 && b < 0) || (a < 0 && b > 0)) kept.push(between(from, to, a / (a - b)));
  });
  return [...kept, kept[0] as Position];
}

function polygon(ring: Ring): Footprint {
  return { type: 'Polygon', coordinates: [tidy(ring)] };
}

function rectangle(west: number, south: number, east: number, north: number): Ring {
  return [
    [west, north],
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/** Rounds, keeps within the globe, and drops points that lie on the line between their neighbours, or on one of them. */
export function tidy(ring: Ring): Ring {
  const rounded = ring.map(([lon, lat]): Position => [round(Math.max(-180, Math.min(180, lon))), round(lat)]);
  const points = rounded.slice(0, -1).filter(([lon, lat], index) => {
    const [nextLon, nextLat] = rounded[index + 1] as Position;
    return lon !== nextLon || lat !== nextLat;
  });
  const bends = points.filter((point, index) => {
    const before = points[(index + points.length - 1) % points.length] as Position;
    return !isOnLine(before, point, points[(index + 1) % points.length] as Position);
  });
  return [...bends, bends[0] as Position];
}

function isOnLine([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): boolean {
  const length = Math.hypot(cx - ax, cy - ay);
  if (length === 0) return ax === bx && ay === by;
  return Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / length < SLIVER;
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
const between = ([ax, ay]: Position, [bx, by]: Position, share: number): Position => [
  ax + (bx - ax) * share,
  ay + (by - ay) * share,
];
