import { type SampleLayout, sampleLayout } from '../geo/pixels/raster-tally.ts';
import { timeForPixels } from '../geo/size.ts';
import type { Gdal } from './gdal.ts';
import { pixelDigest } from './pixel-digest.ts';
import { readHeader } from './read-header.ts';
import { type PixelsRequest, UNDECODABLE, windowsOf } from './read-pixels.ts';
import { streamPixels } from './stream-pixels.ts';

/**
 * A SHA-256 of every sample, bands and mask, for which every pixel is decoded once: rasters that have the same have the same pixels, bit by
 * bit. Ten times as quick as to add up what they come to.
 * @param request with `only` of the mask or the alpha band alone: which pixels hold data
 * @throws FaultError `raster_unreadable`, or the causes of `Gdal.run`
 */
export async function digestPixels(
  gdal: Gdal,
  request: Pick<PixelsRequest, 'path' | 'signal' | 'scratch'> & { only?: 'valid' },
): Promise<string> {
  const { only, ...run } = request;
  const header = await readHeader(gdal, run);
  const layout = only ? maskAlone(sampleLayout(header)) : sampleLayout(header);
  const digest = pixelDigest(header, layout);
  for (const window of layout.bands.length > 0 ? windowsOf(header) : []) {
    await streamPixels(gdal, {
      ...{ ...run, ...layout, window },
      timeout: timeForPixels(header),
      failure: UNDECODABLE,
      onBytes: (bytes) => digest.update(bytes),
    });
  }
  return digest.digest('hex');
}

/** Nothing, where all pixels hold data. */
function maskAlone({ type, bands, mask }: SampleLayout): SampleLayout {
  return { type, bands: mask < 0 ? [] : bands.slice(mask, mask + 1), mask: 0 };
}
