import type { HeaderBand } from './gdalinfo.ts';

/**
 * Whether the dataset has a mask that is none of its bands. GDAL tells of an alpha band as a mask too: to the bands before it, and not to
 * itself.
 */
export function hasOwnMask(bands: readonly Pick<HeaderBand, 'hasMask'>[]): boolean {
  return bands.at(-1)?.hasMask ?? false;
}
