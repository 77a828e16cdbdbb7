import { digestPixels } from '../../gdal/digest-pixels.ts';
import { readPixels, type TalliedRaster } from '../../gdal/read-pixels.ts';
import { compareProduct } from '../../geo/compare-product.ts';
import { compareTags } from '../../geo/compare-tags.ts';
import type { RasterWarning } from '../../geo/raster.ts';
import { together } from '../raster/together.ts';
import { differs, hasSamePixels, OTHERS_VALID } from '../raster_cog/verify-product.ts';
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
  const { got, wanted, isSame } = await readBoth(job, tile, { staged, product });
  const bands = plan.header.bands.map((band, at) => ({ ...band, checksum: wanted?.bands[at]?.checksum ?? null }));
  const expected = { ...plan.header, bands, maskChecksum: wanted?.maskChecksum ?? null };
  const differences = compareProduct(expected, got, plan);
  if (!plan.lossless && !isSame) differences.push(OTHERS_VALID);
  if (differences.length > 0) throw differs(differences);
  return { header: got, warnings: compareTags(expected, got) };
}

/**
 * What the tile is and, where it must be the same, what it should be. What its pixels come to is added up once where those of the window
 * are the same bit by bit, which is seen much quicker.
 */
async function readBoth(
  job: TileJob,
  tile: TileConversion,
  { staged, product }: { staged: string; product: string },
): Promise<{ got: TalliedRaster; wanted: TalliedRaster | undefined; isSame: boolean }> {
  const { gdal, signal, scratch, pulse } = job;
  const { lossless } = tile.plan;
  const what = { statistics: true, digest: lossless, onProgress: pulse.phase(80, 99) };
  const [got, found] = await together(
    signal,
    (either) => readTile({ ...job, signal: either }, tile, product, what),
    async (either): Promise<string | boolean> =>
      lossless
        ? digestPixels(gdal, { path: staged, signal: either, scratch })
        : hasSamePixels({ ...job, signal: either }, { only: 'valid' }, staged, product),
  );
  if (!lossless) return { got, wanted: undefined, isSame: found === true };
  const isSame = found === got.digest;
  return { got, wanted: isSame ? got : await readTile(job, tile, staged, { statistics: false }), isSame };
}
