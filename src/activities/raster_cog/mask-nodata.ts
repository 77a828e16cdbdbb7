import { hash } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { mosaicVrt } from '../../geo/mosaic-vrt.ts';
import type { Geotransform, Nodata } from '../../geo/raster.ts';
import { pixelBytes } from '../../geo/size.ts';
import { canonicalJson } from '../../plan/json.ts';
import { flattenVrt } from '../raster/flatten-vrt.ts';
import type { CogJob } from './activity.ts';
import { explainUnreadable } from './convert.ts';
import type { ProductPlan } from './plan-product.ts';
import { requireSpace } from './scratch-space.ts';

const MEGABYTE = 1024 ** 2;

/** A plan whose product has a mask in place of nodata values. */
export interface MaskPlan extends ProductPlan {
  /** Nodata of each band of the source; null where the product keeps what the source has. */
  maskOf: readonly (Nodata | null)[] | null;
}

/** Metadata by which GDAL tells the transparent colour of a PNG. */
const TRANSPARENT_COLOUR = 'NODATA_VALUES';

/**
 * Lossy compression changes values, and so which of them are the nodata value: such a product has a mask instead. So has that of a PNG with
 * a transparent colour, of which a TIFF, with one nodata value for all bands, could not tell.
 */
export function planMask(plan: ProductPlan): MaskPlan {
  const values = plan.header.bands.map((band) => plan.nodata ?? band.nodata);
  const { driver, tags } = plan.header;
  const isColour = driver === 'PNG' && TRANSPARENT_COLOUR in tags;
  if ((plan.lossless && !isColour) || values.every((value) => value === null)) return { ...plan, maskOf: null };
  const options_sha256 = hash('sha256', canonicalJson({ options: plan.tag.options_sha256, maskOf: values }));
  const tag = { ...plan.tag, options_sha256 };
  return { ...plan, header: masked(plan.header), place: null, nodata: null, maskOf: values, tag };
}

export function masked(header: RasterHeader): RasterHeader {
  const { [TRANSPARENT_COLOUR]: _, ...tags } = header.tags;
  return { ...header, tags, bands: header.bands.map((band) => ({ ...band, nodata: null, hasMask: true })) };
}

/**
 * A plain TIFF in scratch of the same pixels, with a mask of those of which any band holds data, in place of the source.
 * @throws FaultError `raster_unreadable`, `conversion_failed`
 */
export async function maskNodata<Source extends { path: string; size: number }>(
  job: Pick<CogJob, 'gdal' | 'signal' | 'scratch'>,
  source: Source,
  header: RasterHeader,
  maskOf: readonly (Nodata | null)[],
): Promise<Source> {
  const { scratch } = job;
  const [vrt, path] = [join(scratch, 'masked.vrt'), join(scratch, 'masked.tif')];
  const { width, height } = header;
  await requireSpace(scratch, 1.5 * pixelBytes(header) + 64 * MEGABYTE);
  const own = { ...header, crs: header.crs?.wkt2 ?? null, geotransform: header.geotransform as Geotransform };
  const part = { name: basename(source.path), window: { column: 0, row: 0, width, height } };
  await writeFile(vrt, mosaicVrt({ ...own, parts: [part], maskOf }), { mode: 0o600 });
  const message = 'GDAL could not make a mask of the nodata value.';
  await flattenVrt(job, { vrt, path, header, message }).catch((error: unknown) =>
    Promise.reject(explainUnreadable(error)),
  );
  await Promise.all([rm(vrt), rm(source.path)]);
  return { ...source, path, size: (await stat(path)).size };
}
