import { join } from 'node:path';
import { createGdal } from '../../src/gdal/create-gdal.ts';
import type { Gdal } from '../../src/gdal/gdal.ts';

/** As a worker has it where nobody says otherwise. */
export function benchGdal(folder: string, env: Readonly<Record<string, string | undefined>>): Promise<Gdal> {
  return createGdal({
    scratchRoot: join(folder, 'gdal'),
    searchPath: env.PATH ?? '',
    threads: 2,
    cacheMegabytes: 256,
    caFile: env.RHUMBLINE_STORAGE_CA_FILE ?? '',
  });
}
