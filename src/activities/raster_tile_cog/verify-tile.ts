import { digestPixels } from '../../gdal/digest-pixels.ts';
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
  what: { statistics: boolean; digest?: boolean; onProgress?: (percent: number) => void },
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
  const { got, wanted } = await readBoth(job, tile, { staged, product });
  const bands = plan.header.bands.map((band, at) => ({ ...band, checksum: wanted?.bands[at]?.checksum ?? null }));
  const expected = { ...plan.header, bands, maskChecksum: wanted?.maskChecksum ?? null };
  const differences = compareProduct(expected, got, plan);
  if (differences.length > 0) throw differs(differences);
  job.pulse.at(90);
  return { path: product, ...file, header: got, warnings: compareTags(expected, got) };
}

/**
 * What the tile is and, where it must be the same, what it should be. What its pixels come to is added up once where those of the window
 * are the same bit by bit, which is seen much quicker.
 */
async function readBoth(
  job: TileJob,
  tile: TileConversion,
  { staged, product }: { staged: string; product: string },
): Promise<{ got: TalliedRaster; wanted: TalliedRaster | undefined }> {
  const { gdal, signal, scratch, pulse } = job;
  const { lossless } = tile.plan;
  const got = await readTile(job, tile, product, {
    statistics: true,
    digest: lossless,
    onProgress: pulse.phase(80, 88),
  });
  if (!lossless) return { got, wanted: undefined };
  const isSame = (await digestPixels(gdal, { path: staged, signal, scratch })) === got.digest;
  return { got, wanted: isSame ? got : await readTile(job, tile, staged, { statistics: false }) };
}
