import type { Bounds, Nodata, RasterClass } from './raster.ts';

export const RESAMPLINGS = ['near', 'bilinear', 'cubic', 'average', 'mode'] as const;
export type Resampling = (typeof RESAMPLINGS)[number];

/** Between classes there is nothing; pictures look best with cubic; measured values must not leave their range. */
const BY_CLASS: Readonly<Record<RasterClass, Resampling>> = {
  rgb: 'cubic',
  rgba: 'cubic',
  palette: 'near',
  categorical: 'near',
  dem: 'bilinear',
  multispectral: 'bilinear',
  continuous: 'bilinear',
};
/** Pixels so many times as large stand for many of the source's: one of these would be a matter of luck. */
const MUCH_COARSER = 2;

/** @param coarser how many times the size of the source's pixels those of the product have */
export function resamplingFor(raster_class: RasterClass, coarser: number): Resampling {
  const usual = BY_CLASS[raster_class];
  if (coarser <= MUCH_COARSER) return usual;
  return usual === 'near' ? 'mode' : 'average';
}

/** Whether values of the product may be none of the source's, where what lies between two classes is no class. */
export function mixesClasses(raster_class: RasterClass, resampling: Resampling): boolean {
  return BY_CLASS[raster_class] === 'near' && resampling !== 'near' && resampling !== 'mode';
}

/** Whether every value of the product lies between two of the source: cubic goes beyond at edges. */
export function keepsRange(resampling: Resampling): boolean {
  return resampling !== 'cubic';
}

export interface WarpCommand {
  source: string;
  product: string;
  /** Written instead of the source's; null for its own. */
  source_crs: string | null;
  target_crs: string;
  resampling: Resampling;
  /** Width and height of a pixel in units of the target; null for what GDAL suggests: as many pixels along the diagonal as before. */
  resolution: readonly [number, number] | null;
  /** What the product covers, in units of the target; null for all of the source. */
  extent: Bounds | null;
  /** By how many pixels of the source the grid may be approximated; 0 transforms every pixel by itself. */
  error_threshold: number;
  /** Declared for a source that does not declare its own; null for its own. */
  nodata: Nodata | null;
  /** Adds an alpha band that says which pixels of the new grid have no data; none of its values does so then. */
  alpha: boolean;
  /** A pixel has no data where all of its bands have none, and not band by band. */
  unified: boolean;
  threads: number;
}

const MEGABYTES = '256';

/** The arguments of gdalwarp. Its product is for a moment on disk only: quickly written, tiled, and compressed a little. */
export function warpArguments(command: WarpCommand): string[] {
  const { source, product, source_crs, target_crs, resampling, resolution, nodata, threads } = command;
  return [
    // Overviews that came with the source may be of other pixels.
    ...['-of', 'GTiff', '-ovr', 'NONE', '-t_srs', target_crs, '-r', resampling, '-et', String(command.error_threshold)],
    ...(source_crs === null ? [] : ['-s_srs', source_crs]),
    ...(resolution === null ? [] : ['-tr', ...resolution.map(String)]),
    ...(command.extent === null ? [] : ['-te', ...command.extent.map(String)]),
    ...(nodata === null ? [] : ['-srcnodata', String(nodata)]),
    ...(command.alpha ? ['-dstalpha'] : nodata === null ? [] : ['-dstnodata', String(nodata)]),
    ...['-wo', `UNIFIED_SRC_NODATA=${command.unified ? 'YES' : 'NO'}`, '-wo', `NUM_THREADS=${threads}`, '-multi'],
    // Values stay what they are: where a CRS has heights, GDAL would take every band for such and turn its unit into metres.
    '-novshift',
    // A transformation between datums that only pretends to be one puts data hundreds of metres off.
    ...['-to', 'ALLOW_BALLPARK=NO', '-wm', MEGABYTES],
    ...[
      '-co',
      'TILED=YES',
      '-co',
      'COMPRESS=ZSTD',
      '-co',
      'ZSTD_LEVEL=1',
      '-co',
      'BIGTIFF=IF_SAFER',
      '-co',
      `NUM_THREADS=${threads}`,
    ],
    source,
    product,
  ];
}
