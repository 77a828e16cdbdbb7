import type { Nodata } from './raster.ts';

/** Files of one overview, beside the virtual raster: of all bands, and of the mask alone where the raster has one. */
export interface OverviewFiles {
  bands: string;
  mask: string | null;
}

/**
 * A virtual raster as GDAL writes it, with overviews, and its nodata value in all digits: GDAL 3.6 writes sixteen of a 64-bit float's.
 */
export function withOverviews(vrt: string, overviews: readonly OverviewFiles[], nodata: Nodata | null): string {
  return vrt
    .replace(/<VRTRasterBand [^>]*\bband="(\d+)"[^>]*>/g, (band, index: string) =>
      [band, ...overviews.map(({ bands }) => element(bands, index))].join(''),
    )
    .replace(/<MaskBand>\s*<VRTRasterBand [^>]*>/, (band) =>
      [band, ...overviews.map(({ mask }) => (mask === null ? '' : element(mask, '1')))].join(''),
    )
    .replace(/(<NoDataValue>)[^<]*/g, `$1${nodata}`);
}

const element = (file: string, band: string): string =>
  `<Overview><SourceFilename relativeToVRT="1">${file}</SourceFilename><SourceBand>${band}</SourceBand></Overview>`;
