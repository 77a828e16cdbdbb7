import type { Gdal } from '../../gdal/gdal.ts';
import { declaredTypeFinding } from '../../geo/declared-type.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { inspectContent } from '../raster/inspect-content.ts';
import { refuse } from '../raster/refuse.ts';
import { requireSource } from '../raster/require-source.ts';
import { type RasterValidateInput, rasterValidateContract } from './contract.ts';
import { describeRaster } from './describe-raster.ts';
import { inspectHeader, type PlacedHeader } from './inspect-header.ts';
import { inspectPixels } from './inspect-pixels.ts';

export interface RasterValidateServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

type RasterValidate = Activity<typeof rasterValidateContract.input, typeof rasterValidateContract.output>;

/**
 * From the cheapest look to the dearest: first bytes, TIFF directories, header, place on the globe, a few pixels. Never
 * the whole blob.
 */
export function createRasterValidate({ store, gdal, limits = DEFAULT_LIMITS }: RasterValidateServices): RasterValidate {
  return {
    contract: rasterValidateContract,
    run: (input, context) =>
      withPulse(context, async (pulse) => {
        const { signal } = context;
        const ref = { container_name: input.container_name, blob_name: input.blob_name };
        const blob = await requireSource(store, ref, signal);
        await inspectContent((offset, length) => store.readRange(ref, offset, length, signal), blob.size);
        pulse.at(30);
        const reading = { gdal, signal, scratch: await context.scratch(), source: await store.gdalSource(ref) };
        const looked = await inspectHeader(reading, { ...input, limits, storedBytes: blob.size });
        requireType(looked.header, input.raster_type);
        requireCrs(looked.header.crs, input.target_crs);
        pulse.at(60);
        const warnings = await inspectPixels(reading, looked.header);
        pulse.at(95);
        return describeRaster({ ref, blob, ...looked, warnings: [...looked.warnings, ...warnings] }, input);
      }),
  };
}

/** A wish that cannot be met is refused and not ignored. @throws FaultError `unsupported_input` */
function requireCrs({ name, epsg }: PlacedHeader['crs'], target: string | null | undefined): void {
  if (!target || target === `EPSG:${epsg}`) return;
  const message = `The raster is in ${name}, and its target_crs is ${target}, but rasters are not warped here; warp it (gdalwarp) and upload the result, or leave target_crs out.`;
  throw refuse([{ code: 'unsupported_input', message }]);
}

/** @throws FaultError `raster_type_mismatch` */
function requireType({ bands }: PlacedHeader, declared: RasterValidateInput['raster_type']): void {
  const finding = declaredTypeFinding(bands, declared ?? 'auto');
  if (finding) throw refuse([finding]);
}
