import { readPixels, type TalliedRaster } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import { compareTags } from '../../geo/compare-tags.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { hashFile } from '../raster_cog/hash-file.ts';
import { differs } from '../raster_cog/verify-product.ts';
import type { TileJob } from './activity.ts';
import type { TileConversion } from './plan-tile.ts';

export interface VerifiedTile {
  path: string;
  size: number;
  sha256: string;
  /** Its checksums are what it adds to those of the whole raster. */
  header: TalliedRaster;
  warnings: RasterWarning[];
}

/** A tile as a part of the whole: with what its pixels add to the figures of that one. */
export function readTile(
  { gdal, signal, scratch }: TileJob,
  { window, whole }: TileConversion,
  path: string,
  what: { statistics: boolean; onProgress?: (percent: number) => void },
): Promise<TalliedRaster> {
  const within = { column: window.column, row: window.row, width: whole.width };
  return readPixels(gdal, { ...what, path, signal, scratch, within });
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
  const file = await hashFile(product, job.signal);
  const onProgress = job.pulse.phase(80, 86);
  const got = await readTile(job, tile, product, { statistics: true, onProgress });
  const wanted = plan.lossless ? await readTile(job, tile, staged, { statistics: false }) : undefined;
  const bands = plan.header.bands.map((band, at) => ({ ...band, checksum: wanted?.bands[at]?.checksum ?? null }));
  const expected = { ...plan.header, bands, maskChecksum: wanted?.maskChecksum ?? null };
  const differences = compareProduct(expected, got, plan);
  if (differences.length > 0) throw differs(differences);
  job.pulse.at(90);
  return { path: product, ...file, header: got, warnings: compareTags(expected, got) };
}
