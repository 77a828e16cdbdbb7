import type { Position } from '../geo/footprint.ts';
import { crsName } from '../geo/gdalinfo.ts';
import type { Gdal, GdalRun } from './gdal.ts';

const TIMEOUT = 60_000;

/**
 * Points in another CRS, undefined for those that have no place in it. Needs no axis order: GDAL's is x, y.
 * @param from and `to`: WKT 2, or codes such as EPSG:4326
 * @throws FaultError `unsupported_crs`
 */
export async function transformPoints(
  gdal: Gdal,
  from: string,
  to: string,
  points: readonly Position[],
  run: Pick<GdalRun, 'signal' | 'scratch'>,
): Promise<(Position | undefined)[]> {
  const { stdout } = await gdal.run({
    ...run,
    program: 'gdaltransform',
    args: ['-s_srs', from, '-t_srs', to, '-output_xy'],
    stdin: points.map(([x, y]) => `${x} ${y}\n`).join(''),
    timeout: TIMEOUT,
    failure: {
      code: 'unsupported_crs',
      message: `Coordinates cannot be transformed from ${nameOf(from)} to ${nameOf(to)}: one of them may be of another celestial body, or local, or be written in a way that is not understood here; declare the right one of the EPSG registry as input_crs, or write it into the raster (gdal_edit.py -a_srs EPSG:…).`,
    },
  });
  const lines = stdout.trimEnd().split('\n');
  return points.map((_, index) => readPosition(lines[index] ?? ''));
}

const nameOf = (crs: string): string => (crs.includes('[') ? crsName(crs) : crs);

function readPosition(line: string): Position | undefined {
  const [x, y] = line.trim().split(/\s+/).map(Number);
  return x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y) ? [x, y] : undefined;
}
