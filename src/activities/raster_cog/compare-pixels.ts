import { digestPixels } from '../../gdal/digest-pixels.ts';
import { type PixelsRequest, readPixels, type TalliedRaster } from '../../gdal/read-pixels.ts';
import { sideBySide } from '../raster/side-by-side.ts';
import { together } from '../raster/together.ts';
import type { CogJob } from './activity.ts';

interface Compared {
  lossless: boolean;
  product: Pick<PixelsRequest, 'path' | 'within' | 'onProgress'>;
  /** What it was made of. */
  source: string;
}

/**
 * What the pixels of a product come to, and whether they are those of its source, bit by bit: both are decoded at the same time, and the
 * lossless one once. Of what lossy compression leaves there is nothing to compare but which pixels hold data.
 * @throws FaultError `raster_unreadable`
 */
export async function comparePixels(
  { gdal, signal, scratch }: Pick<CogJob, 'gdal' | 'signal' | 'scratch'>,
  { lossless, product, source }: Compared,
): Promise<{ got: TalliedRaster; isSame: boolean }> {
  const read = { ...product, scratch, statistics: true };
  if (lossless) {
    const [got, digest] = await together(
      signal,
      (either) => readPixels(gdal, { ...read, digest: true, signal: either }),
      (either) => digestPixels(gdal, { path: source, scratch, signal: either }),
    );
    return { got, isSame: got.digest === digest };
  }
  const [got, [wanted, valid]] = await together(
    signal,
    (either) => readPixels(gdal, { ...read, signal: either }),
    (either) =>
      sideBySide([source, product.path] as const, { signal: either }, (path, _, each) =>
        digestPixels(gdal, { path, scratch, signal: each, only: 'valid' }),
      ),
  );
  return { got, isSame: valid === wanted };
}
