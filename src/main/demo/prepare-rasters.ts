import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { demoFault } from './demo-fault.ts';
import { type DemoRaster, RASTERS, SOURCE_IMAGE } from './rasters.ts';
import { runGdal } from './run-gdal.ts';

export interface PreparedRaster extends DemoRaster {
  readonly path: string;
  readonly bytes: number;
}

export interface Preparation {
  /** Root of the project. */
  root: string;
  /** Where rasters are kept from one demo to the next. */
  folder: string;
  /** PATH to find GDAL on. */
  searchPath: string;
  signal: AbortSignal;
}

/** Makes the demo's rasters by GDAL out of an image, unless an earlier demo has made the same ones. */
export async function prepareRasters(preparation: Preparation): Promise<PreparedRaster[]> {
  const source = join(preparation.root, SOURCE_IMAGE);
  if (!existsSync(source)) {
    throw demoFault(
      'demo_image_missing',
      `There is no ${SOURCE_IMAGE}. Run scripts/bootstrap: it comes with three-globe.`,
    );
  }
  mkdirSync(preparation.folder, { recursive: true });
  return Promise.all(RASTERS.map((raster) => prepare(raster, source, preparation)));
}

async function prepare(raster: DemoRaster, source: string, preparation: Preparation) {
  const recipe = createHash('sha256')
    .update(JSON.stringify([raster.args, statSync(source).size]))
    .digest('hex');
  const path = join(preparation.folder, `${raster.name}-${recipe.slice(0, 8)}.tif`);
  if (!existsSync(path)) {
    // Appears whole or not at all.
    const draft = `${path}.${process.pid}.tif`;
    const args = ['-q', '--config', 'GDAL_PAM_ENABLED', 'NO', ...raster.args, source, draft];
    try {
      await runGdal('gdal_translate', args, preparation);
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return { ...raster, path, bytes: statSync(path).size };
}
