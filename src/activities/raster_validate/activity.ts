import type { Gdal } from '../../gdal/gdal.ts';
import { watchDecoder } from '../../gdal/watch-decoder.ts';
import { declaredTypeFinding } from '../../geo/declared-type.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import { nodataWarnings } from '../../geo/nodata-warnings.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { refuse } from '../raster/refuse.ts';
import { requireSource } from '../raster/require-source.ts';
import { type RasterValidateInput, rasterValidateContract } from './contract.ts';
import { describeRaster } from './describe-raster.ts';
import { inspectHeader, type PlacedHeader, type Reading } from './inspect-header.ts';
import { inspectPixels } from './inspect-pixels.ts';
import { openSource } from './open-source.ts';

export interface RasterValidateServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
  /** Bytes of a blob up to which it is fetched whole, and not read by ranges. */
  fetch_up_to?: number;
}

const MEGABYTE = 1024 ** 2;
/** A blob of this size costs less by one request than by ranges. */
const SMALL = 16 * MEGABYTE;

type RasterValidate = Activity<typeof rasterValidateContract.input, typeof rasterValidateContract.output>;

/**
 * From the cheapest look to the dearest: first bytes, TIFF directories, header, place on the globe, pixels. The whole blob
 * only where it is small, of a format that has no parts, or where that was asked for.
 */
export function createRasterValidate(services: RasterValidateServices): RasterValidate {
  const { store, gdal, limits = DEFAULT_LIMITS, fetch_up_to = SMALL } = services;
  return {
    contract: rasterValidateContract,
    run: (input, context) =>
      withPulse(context, async (pulse) => {
        const { signal } = context;
        const ref = { container_name: input.container_name, blob_name: input.blob_name };
        const blob = await requireSource(store, ref, signal);
        const scratch = await context.scratch();
        const { whole, ...opened } = await openSource({ store, ref, blob, scratch, signal, fetch_up_to }, input);
        pulse.at(30);
        const decoder = watchDecoder(gdal);
        const reading: Reading = { gdal: decoder.gdal, signal, scratch, ...opened };
        const looked = await inspectHeader(reading, { ...input, limits, storedBytes: blob.size, store });
        requireType(looked.header, input.raster_type);
        requireCrs(looked.header.crs, input.target_crs);
        pulse.at(60);
        const pixels = await inspectPixels(reading, looked.header, {
          whole,
          asked: input.decode ?? 'auto',
          declared: input.raster_type ?? 'auto',
        });
        pulse.at(95);
        const { clue, decoded } = pixels;
        const ofHeader = [...opened.warnings, ...looked.warnings, ...nodataWarnings(looked.header)];
        const warnings = [...ofHeader, ...pixels.warnings, ...decoder.warnings()];
        return describeRaster({ ref, blob, ...looked, warnings, decoded, clue }, input);
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
