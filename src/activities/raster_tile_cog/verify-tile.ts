import { readPixels, type TalliedRaster } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import { compareTags } from '../../geo/compare-tags.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { comparePixels } from '../raster_cog/compare-pixels.ts';
import { differs, OTHERS_VALID } from '../raster_cog/verify-product.ts';
import type { TileJob } from './activity.ts';
import type { TileConversion } from './plan-tile.ts';

export interface VerifiedTile {
  /** Its checksums are what it adds to those of the whole raster. */
  header: TalliedRaster;
  warnings: RasterWarning[];
}

/** A tile as a part of the whole: with what its pixels add to the figures of that one. */
export function readTile(
  { gdal, signal, scratch }: TileJob,
  tile: TileConversion,
  path: string,
  what: { statistics: boolean },
): Promise<TalliedRaster> {
  return readPixels(gdal, { ...what, path, signal, scratch, within: withinWhole(tile) });
}

/**
 * Compares every pixel of the tile with the window, and all else that it says with the source itself, which may have lost something on its
 * way into the window.
 * @throws FaultError `cog_verification_failed`
 */
export async function verifyTile(
  job: TileJob,
  tile: TileConversion,
  { staged, product }: { staged: string; product: string },
): Promise<VerifiedTile> {
  const { plan } = tile;
  const { got, wanted, isSame } = await readBoth(job, tile, { staged, product });
  const bands = plan.header.bands.map((band, at) => ({ ...band, checksum: wanted?.bands[at]?.checksum ?? null }));
  const expected = { ...plan.header, bands, maskChecksum: wanted?.maskChecksum ?? null };
  const differences = compareProduct(expected, got, plan);
  if (!plan.lossless && !isSame) differences.push(OTHERS_VALID);
  if (differences.length > 0) throw differs(differences);
  return { header: got, warnings: compareTags(expected, got) };
}

/** What the tile is and, where it must be the same, what it should be. */
async function readBoth(
  job: TileJob,
  tile: TileConversion,
  { staged, product }: { staged: string; product: string },
): Promise<{ got: TalliedRaster; wanted: TalliedRaster | undefined; isSame: boolean }> {
  const { lossless } = tile.plan;
  const made = { path: product, within: withinWhole(tile), onProgress: job.pulse.phase(80, 99) };
  const { got, isSame } = await comparePixels(job, { lossless, product: made, source: staged });
  if (!lossless) return { got, wanted: undefined, isSame };
  return { got, wanted: isSame ? got : await readTile(job, tile, staged, { statistics: false }), isSame };
}

const withinWhole = ({ window: { column, row }, whole: { width } }: TileConversion) => ({ column, row, width });
