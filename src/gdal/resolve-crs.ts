import { crsName, type RasterHeader } from '../geo/gdalinfo.ts';
import { isJsonObject } from '../plan/json.ts';
import type { Gdal, GdalRun } from './gdal.ts';

type Crs = NonNullable<RasterHeader['crs']>;

const TIMEOUT = 30_000;

/**
 * The definition of an EPSG code.
 * @param code such as `EPSG:32631`
 * @throws FaultError `unknown_crs`
 */
export async function resolveCrs(gdal: Gdal, code: string, run: Pick<GdalRun, 'signal' | 'scratch'>): Promise<Crs> {
  const failure = {
    code: 'unknown_crs',
    message: `The coordinate reference system ${code} is not known. Use a code of the EPSG registry, such as EPSG:32631.`,
  };
  const define = async (form: 'wkt2_2019' | 'projjson') => {
    const args = ['-o', form, code];
    return (await gdal.run({ ...run, program: 'gdalsrsinfo', args, timeout: TIMEOUT, failure })).stdout.trim();
  };
  const [wkt2, json] = [await define('wkt2_2019'), await define('projjson')];
  const projjson: unknown = JSON.parse(json);
  return {
    name: crsName(wkt2),
    epsg: Number(code.slice('EPSG:'.length)),
    wkt2,
    projjson: isJsonObject(projjson) ? projjson : null,
  };
}
