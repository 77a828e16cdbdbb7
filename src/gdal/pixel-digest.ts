import { createHash, type Hash } from 'node:crypto';
import type { RasterHeader } from '../geo/gdalinfo.ts';
import type { SampleLayout } from '../geo/pixels/raster-tally.ts';

/** To be given the samples as they are streamed. */
export function pixelDigest({ width, height }: RasterHeader, layout: SampleLayout): Hash {
  return createHash('sha256').update(JSON.stringify([width, height, layout]));
}
