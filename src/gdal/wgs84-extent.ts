import {
  boundaryPoints,
  extentOfBoundary,
  extentOfPoints,
  gridPoints,
  type Position,
  type Wgs84Extent,
} from '../geo/footprint.ts';
import type { Bounds } from '../geo/raster.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { transformPoints } from './transform-points.ts';

export interface PlacedExtent extends Wgs84Extent {
  /** False when a part of the bounds lies off the globe; the extent is then the box around the rest. */
  whole: boolean;
}

/**
 * Where bounds in a CRS lie on the globe.
 * @returns undefined when no point of them lies anywhere
 */
export async function wgs84Extent(
  gdal: Gdal,
  wkt2: string,
  bounds: Bounds,
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<PlacedExtent | undefined> {
  const boundary = await toWgs84(gdal, wkt2, boundaryPoints(bounds), run);
  const placed = boundary.filter(isPlaced);
  if (placed.length === boundary.length) return { ...extentOfBoundary(placed), whole: true };
  const grid = (await toWgs84(gdal, wkt2, gridPoints(bounds), run)).filter(isPlaced);
  return grid.length === 0 ? undefined : { ...extentOfPoints(grid), whole: false };
}

/** Longitude and latitude of each point, undefined for those off the globe. */
async function toWgs84(
  gdal: Gdal,
  wkt2: string,
  points: readonly Position[],
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<(Position | undefined)[]> {
  const placed = await transformPoints(gdal, wkt2, 'EPSG:4326', points, run);
  return placed.map((position) => (position && Math.abs(position[1]) <= 91 ? position : undefined));
}

const isPlaced = (position: Position | undefined): position is Position => position !== undefined;
