import { gateRaster } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { validPixels } from '../../geo/nodata-warnings.ts';
import type { RasterFinding } from '../../geo/raster.ts';
import { blobLabel } from '../../storage/blob-label.ts';
import { requireAlike } from '../raster/mosaic-header.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { refuse } from '../raster/refuse.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import { sideBySide } from '../raster/side-by-side.ts';
import type { PlanMosaicJob } from './activity.ts';

type Raster = PlanMosaicJob['input']['rasters'][number];

/**
 * The headers of files that can be one raster.
 * @throws FaultError `files_disagree`, `driver_not_allowed`, `ambiguous_nodata`, or every reason for which a raster is refused
 */
export async function readFiles(job: PlanMosaicJob): Promise<[RasterHeader, ...RasterHeader[]]> {
  const { rasters, input_crs } = job.input;
  const read = await sideBySide(rasters, job, (raster, _, signal) => readFile({ ...job, signal }, raster));
  const [first, ...others] = read as [RasterHeader, ...RasterHeader[]];
  const files = others.map((header, at) => ({ blob: (rasters[at + 1] as Raster).source, header }));
  requireAlike(first, files, { crs: !input_crs });
  if (validPixels(first) === 'several') throw refuse([AMBIGUOUS]);
  return [first, ...others];
}

async function readFile(job: PlanMosaicJob, { source, crs }: Raster): Promise<RasterHeader> {
  await requireUnchanged(job.store, source, job.signal);
  const header = await readSafeHeader(job, source);
  if (header.driver !== 'GTiff') throw refuse([notInParts(blobLabel(source), header.driver)]);
  const findings = gateRaster({ ...header, crs, storedBytes: source.size }, job.limits);
  if (findings.length > 0) throw refuse(findings);
  return header;
}

function notInParts(file: string, driver: string): RasterFinding {
  const message = `${file} is of the format ${driver}, and of the files of a mosaic windows are read, which only GeoTIFF has; convert it (gdal_translate -co TILED=YES -co COMPRESS=DEFLATE).`;
  return { code: 'driver_not_allowed', message };
}

const AMBIGUOUS: RasterFinding = {
  code: 'ambiguous_nodata',
  message:
    'The files say in several ways which pixels hold no data: by a nodata value, a mask or an alpha band. Where they overlap one has to count; keep one of them.',
};
