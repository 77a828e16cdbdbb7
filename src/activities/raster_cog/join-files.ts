import { hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../plan/json.ts';
import { mosaicHeader } from '../raster/mosaic-header.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import { stageFiles } from '../raster/stage-files.ts';
import type { FileMosaic } from '../schemas/file-mosaic.ts';
import type { CogJob } from './activity.ts';
import type { FetchedSource } from './fetch-source.ts';

/**
 * Files that are read as one raster, as one file in scratch: what a source is that was fetched.
 * @throws FaultError of `stageFiles`
 */
export async function joinFiles(job: CogJob, mosaic: FileMosaic): Promise<FetchedSource> {
  const { store, input, signal, scratch, pulse } = job;
  const path = join(scratch, 'source.tif');
  await requireUnchanged(store, input.source, signal);
  const header = mosaicHeader(await readSafeHeader(job, input.source), mosaic);
  const window = { column: 0, row: 0, width: mosaic.width, height: mosaic.height };
  const compareCrs = !input.input_crs;
  await stageFiles(job, { mosaic, header, window, compareCrs, path, onProgress: pulse.phase(0, 30) });
  return { path, size: (await stat(path)).size, sha256: hash('sha256', canonicalJson({ ...mosaic })) };
}
