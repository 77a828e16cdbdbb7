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

const TIMEOUT = 30_000;

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

/** Longitude and latitude of each point, undefined for those off the globe. Needs no axis order: GDAL's is x, y. */
async function toWgs84(
  gdal: Gdal,
  wkt2: string,
  points: readonly Position[],
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<(Position | undefined)[]> {
  const { stdout } = await gdal.run({
    ...run,
    program: 'gdaltransform',
    args: ['-s_srs', wkt2, '-t_srs', 'EPSG:4326', '-output_xy'],
    stdin: points.map(([x, y]) => `${x} ${y}\n`).join(''),
    timeout: TIMEOUT,
    failure: {
      code: 'unsupported_crs',
      message: 'Coordinates of this coordinate reference system could not be turned into longitude and latitude.',
    },
  });
  const lines = stdout.trimEnd().split('\n');
  return points.map((_, index) => readPosition(lines[index] ?? ''));
}

function readPosition(line: string): Position | undefined {
  const [lon, lat] = line.split(' ').map(Number);
  if (lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) return undefined;
  return Math.abs(lat) <= 91 ? [lon, lat] : undefined;
}

const isPlaced = (position: Position | undefined): position is Position => position !== undefined;
