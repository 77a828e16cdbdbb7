import { toldCode } from '../geo/crs-code.ts';
import { sameCrs } from '../geo/crs-difference.ts';
import type { RasterHeader } from '../geo/gdalinfo.ts';
import { FaultError } from '../plan/fault.ts';
import type { Gdal, GdalRun } from './gdal.ts';
import { resolveCrs } from './resolve-crs.ts';

type Crs = NonNullable<RasterHeader['crs']>;
type Run = Pick<GdalRun, 'signal' | 'scratch'>;

const TIMEOUT = 30_000;
/** GDAL tells the number of a CRS of either of them, and calls both EPSG. */
const AUTHORITIES = ['EPSG', 'ESRI'] as const;

/**
 * Which CRS of the registry it is, as `AUTHORITY:CODE`. GeoTIFF keeps the parameters of a compound CRS or one of Esri's, and not its code:
 * then it is the one that GDAL finds, if that has the same parameters.
 * @returns null where there is none
 */
export async function identifyCrs(gdal: Gdal, crs: Crs, run: Run): Promise<string | null> {
  const told = toldCode(crs);
  if (told !== null) return told;
  const number = await likelyNumber(gdal, crs, run);
  if (number === undefined) return null;
  for (const authority of AUTHORITIES) {
    const code = `${authority}:${number}`;
    const registered = await resolveCrs(gdal, code, run).catch(nothingIfUnknown);
    if (registered && sameCrs({ ...registered, epsg: null }, crs)) return code;
  }
  return null;
}

async function likelyNumber(gdal: Gdal, { name, wkt2 }: Crs, run: Run): Promise<string | undefined> {
  const failure = { code: 'unknown_crs', message: `The coordinate reference system ${name} is not known.` };
  const args = ['-o', 'epsg', wkt2];
  const found = await gdal
    .run({ ...run, program: 'gdalsrsinfo', args, timeout: TIMEOUT, failure })
    .catch(nothingIfUnknown);
  return /^EPSG:([1-9]\d*)$/m.exec(found?.stdout ?? '')?.[1];
}

function nothingIfUnknown(error: unknown): undefined {
  if (error instanceof FaultError && error.fault.code === 'unknown_crs') return undefined;
  throw error;
}
