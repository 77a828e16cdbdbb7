import { join } from 'node:path';
import { createGdal } from '../../../../src/gdal/create-gdal.ts';

/** A worker with one long conversion, to be killed: SCRATCH_ROOT SEARCH_PATH SOURCE. */
const [scratchRoot = '', searchPath = '', source = ''] = process.argv.slice(2);
const gdal = await createGdal({ scratchRoot, searchPath, threads: 1, cacheMegabytes: 64 });
await gdal.run({
  program: 'gdal_translate',
  // Quiet: progress into the pipe of a dead worker would end it by SIGPIPE, and nothing be shown.
  args: ['-q', '-of', 'COG', '-co', 'COMPRESS=ZSTD', '-co', 'LEVEL=19', source, join(scratchRoot, 'product.tif')],
  signal: new AbortController().signal,
  scratch: scratchRoot,
  timeout: 600_000,
  maxFileBytes: 1e12,
  failure: { code: 'conversion_failed', message: 'It failed.' },
});
