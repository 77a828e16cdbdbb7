import type { Gdal, GdalRun } from './gdal.ts';

/** A GDAL whose every run has some configuration options. */
export function withConfig(gdal: Gdal, config: NonNullable<GdalRun['config']>): Gdal {
  return { ...gdal, run: (run) => gdal.run({ ...run, config: { ...config, ...run.config } }) };
}
