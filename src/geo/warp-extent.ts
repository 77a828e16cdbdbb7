import type { Position } from './footprint.ts';
import { boundsOf } from './gate.ts';
import type { Bounds, Geotransform } from './raster.ts';

type Place = Position | undefined;

/** The box around points; undefined where there is none to speak of. */
export function boxAround(points: readonly Place[]): Bounds | undefined {
  const placed = points.filter((point) => point !== undefined);
  const [xs, ys] = [placed.map(([x]) => x), placed.map(([, y]) => y)];
  const box: Bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const [width, height] = sidesOf(box);
  return Number.isFinite(width) && Number.isFinite(height) && width > 0 && height > 0 ? box : undefined;
}

export function sidesOf([minX, minY, maxX, maxY]: Bounds): [number, number] {
  return [maxX - minX, maxY - minY];
}

export function intersection(one: Bounds, other: Bounds): Bounds | undefined {
  const box: Bounds = [
    Math.max(one[0], other[0]),
    Math.max(one[1], other[1]),
    Math.min(one[2], other[2]),
    Math.min(one[3], other[3]),
  ];
  return sidesOf(box).every((side) => side > 0) ? box : undefined;
}

/** Points that follow each other lie near each other in any CRS, unless its edge runs between them. */
export function jumps(points: readonly Place[], [minX, , maxX]: Bounds): boolean {
  return points.some((point, index) => {
    const before = points[index - 1];
    return point !== undefined && before !== undefined && Math.abs(point[0] - before[0]) > (maxX - minX) / 2;
  });
}

interface Source {
  geotransform: Geotransform;
  width: number;
  height: number;
  isDegrees: boolean;
}

/** The share of points of the target that lie in the source, whose longitudes may be of any turn. */
export function shareWithin(points: readonly Place[], { geotransform, width, height, isDegrees }: Source): number {
  const [minX, minY, maxX, maxY] = boundsOf(geotransform, width, height);
  const turns = isDegrees ? [0, -360, 360] : [0];
  const isWithin = (point: Place) =>
    point !== undefined &&
    point[1] >= minY &&
    point[1] <= maxY &&
    turns.some((turn) => point[0] + turn >= minX && point[0] + turn <= maxX);
  return points.filter(isWithin).length / Math.max(1, points.length);
}
