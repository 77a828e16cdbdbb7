import type { Gdal } from '../../src/gdal/gdal.ts';
import { cogArguments, cogPlan } from '../../src/geo/cog-options.ts';
import { type Measured, measure } from './measure.ts';
import { ONE_GIGABYTE } from './source.ts';

interface Translation {
  gdal: Gdal;
  source: string;
  product: string;
  scratch: string;
  signal: AbortSignal;
}

const SUBJECT = {
  width: ONE_GIGABYTE.width,
  height: ONE_GIGABYTE.height,
  raster_class: 'multispectral',
  type: 'UInt16',
  band_count: ONE_GIGABYTE.bands,
  packed: false,
  nodata: [],
} as const;

/** What raster_cog has GDAL do, and nothing else. */
export function translate({ gdal, source, product, scratch, signal }: Translation): Promise<Measured> {
  const plan = cogPlan(SUBJECT, 'analysis');
  return measure('gdal_translate', () =>
    gdal.run({
      program: 'gdal_translate',
      args: cogArguments({ source, product, plan, threads: gdal.threads, crs: null, nodata: null }),
      signal,
      scratch,
      timeout: 3_600_000,
      maxFileBytes: 4 * 1024 ** 3,
      failure: { code: 'conversion_failed', message: 'GDAL could not convert the raster.' },
    }),
  );
}
