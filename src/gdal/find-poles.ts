import type { Position } from '../geo/footprint.ts';
import type { Bounds } from '../geo/raster.ts';
import type { Pole } from '../geo/valid-area/poles.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { transformPoints } from './transform-points.ts';

export interface PolePlaces {
  latitude: Pole['latitude'];
  /** Undefined where a CRS has a line for it, or no place. */
  at: Position | undefined;
  /** Of it and of points next to it, on all sides. */
  places: Position[];
}

const POLES = [90, -90] as const;
const LONGITUDES = Array.from({ length: 24 }, (_, step) => step * 15 - 180);
/** Degrees. The pole on the far side of an azimuthal CRS has no place itself. */
const BESIDE = 1e-6;
/** Of their size; what is nearer to each other is the same place. */
const SAME = 1e-6;

/** Where a CRS puts the poles. */
export async function findPoles(
  gdal: Gdal,
  wkt2: string,
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<PolePlaces[]> {
  const points = POLES.flatMap((pole) => [...around(pole), ...around(pole - Math.sign(pole) * BESIDE)]);
  const placed = await transformPoints(gdal, 'EPSG:4326', wkt2, points, run);
  return POLES.map((latitude, index) => {
    const start = 2 * index * LONGITUDES.length;
    const itself = placed.slice(start, start + LONGITUDES.length);
    const [at] = itself;
    const isPoint = at && itself.every((place) => place && isSame(place, at));
    const places = placed.slice(start, start + 2 * LONGITUDES.length).filter((place) => place !== undefined);
    return { latitude, at: isPoint ? at : undefined, places };
  });
}

/** Those that are a point. */
export function pointPoles(poles: readonly PolePlaces[]): Pole[] {
  return poles.flatMap(({ latitude, at }) => (at ? [{ latitude, at }] : []));
}

/** Those of which a place lies within bounds. */
export function polesWithin(poles: readonly PolePlaces[], [minX, minY, maxX, maxY]: Bounds): PolePlaces[] {
  return poles.filter(({ places }) => places.some(([x, y]) => x >= minX && x <= maxX && y >= minY && y <= maxY));
}

const around = (latitude: number): Position[] => LONGITUDES.map((longitude) => [longitude, latitude]);

function isSame([x1, y1]: Position, [x2, y2]: Position): boolean {
  return Math.hypot(x1 - x2, y1 - y2) <= SAME * Math.max(1, Math.hypot(x1, y1));
}
