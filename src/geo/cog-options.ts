import { type CogLayout, cogLayout, type Size } from './cog-layout.ts';
import { heldByFloat32 } from './held-nodata.ts';
import type { Bounds, Nodata, PixelType, RasterClass } from './raster.ts';

export type OutputTier = 'analysis' | 'archive' | 'visualization';

export interface CogPlan extends CogLayout {
  /** GDAL's creation options of the COG driver, without those of the layout. */
  options: Record<string, string>;
  lossless: boolean;
}

export interface CogSubject extends Size {
  raster_class: RasterClass;
  type: PixelType;
  band_count: number;
  /** Pixels of fewer bits than their type has: no predictor takes those. */
  packed: boolean;
  /** Says in several ways which pixels hold data: lossy compression would leave but one of them. */
  ambiguous?: boolean;
  /** Of each band, as the product has it. */
  nodata: readonly (Nodata | null)[];
}

/** Measured on 1 GB of 16-bit bands: level 3 is quicker than DEFLATE and smaller; more costs time and wins little. */
const ZSTD_LEVEL: Readonly<Record<OutputTier, string>> = { analysis: '3', archive: '15', visualization: '9' };

/** Classes must not be averaged: that would make values which mean something else. */
const OVERVIEWS: Readonly<Record<RasterClass, string>> = {
  rgb: 'AVERAGE',
  rgba: 'AVERAGE',
  palette: 'MODE',
  categorical: 'MODE',
  dem: 'AVERAGE',
  multispectral: 'AVERAGE',
  continuous: 'AVERAGE',
};

const NEAREST = 'NEAREST';

/** Types with values that no 32-bit float is. */
const ROUNDED: ReadonlySet<PixelType> = new Set<PixelType>(['Int32', 'UInt32', 'Int64', 'UInt64', 'Float64']);

/** How a raster of a class and pixel type is best stored as a COG. */
export function cogPlan(subject: CogSubject, tier: OutputTier): CogPlan {
  const common = { OVERVIEW_RESAMPLING: overviewsOf(subject), BIGTIFF: 'IF_SAFER' };
  const layout = cogLayout(subject);
  if (tier === 'visualization' && isPicture(subject)) {
    return { options: { COMPRESS: 'WEBP', QUALITY: '85', ...common }, lossless: false, ...layout };
  }
  const options = { COMPRESS: 'ZSTD', LEVEL: ZSTD_LEVEL[tier], ...predictor(subject), ...common };
  return { options, lossless: true, ...layout };
}

/** GDAL 3.6 makes overviews in 32-bit floats: a class that none of those is would become another one, and such a nodata value data. */
function overviewsOf({ raster_class, type, nodata }: CogSubject): string {
  const usual = OVERVIEWS[raster_class];
  if (!ROUNDED.has(type)) return usual;
  const isKept = usual !== 'MODE' && nodata.every((value) => value === null || heldByFloat32(value));
  return isKept ? usual : NEAREST;
}

/** Whether the overviews are made before, of single pixels: GDAL 3.6 would make those, too, in 32-bit floats. */
export function bringsOverviews({ options, overviews }: CogPlan): boolean {
  return options.OVERVIEW_RESAMPLING === NEAREST && overviews.length > 0;
}

/** All creation options. Where it makes no overviews itself GDAL 3.6 takes those of the source, whatever they show, unless it is told to have none. */
export function creationOptions(plan: CogPlan): Record<string, string> {
  const { options, block, overviews } = plan;
  return { ...options, BLOCKSIZE: String(block), ...(overviews.length === 0 ? { OVERVIEWS: 'NONE' } : made(plan)) };
}

function made(plan: CogPlan): Record<string, string> {
  if (bringsOverviews(plan)) return { OVERVIEWS: 'FORCE_USE_EXISTING' };
  return { OVERVIEWS: 'IGNORE_EXISTING', OVERVIEW_COUNT: String(plan.overviews.length) };
}

/** WebP holds three or four bands of bytes, and nothing else. */
function isPicture({ raster_class, type, band_count, ambiguous }: CogSubject): boolean {
  if (type !== 'Byte' || ambiguous) return false;
  return (raster_class === 'rgb' && band_count === 3) || (raster_class === 'rgba' && band_count === 4);
}

/** The floating-point predictor is an error on integers; differences of class numbers compress worse than the numbers. */
function predictor({ raster_class, type, packed }: CogSubject): { PREDICTOR?: string } {
  if (packed || raster_class === 'palette' || raster_class === 'categorical') return {};
  return { PREDICTOR: type.startsWith('Float') ? '3' : '2' };
}

export interface CogFiles {
  source: string;
  product: string;
  plan: CogPlan;
  threads: number;
}

export interface CogCommand extends CogFiles {
  /** Written instead of the source's. */
  crs: string | null;
  nodata: Nodata | null;
  /** Minimum x, minimum y, maximum x, maximum y: the place of a source that has none. */
  bounds?: Bounds | null;
  /** The first band is grey, whatever the source says of it. */
  isGrey?: boolean;
  /** How many bands are kept, of which the next one becomes the mask of the product; absent: all, as they are. */
  bandsBeforeMask?: number | undefined;
}

/** The arguments of gdal_translate that make a COG. */
export function cogArguments(command: CogCommand): string[] {
  return [...asCog(command), ...changes(command), command.source, command.product];
}

/**
 * Those that make a COG of a virtual raster which is as the product is to be, and has its overviews. Told to change anything GDAL 3.6 puts
 * another virtual raster before it, which has no overviews of fewer than 128 pixels.
 */
export function unchangedArguments(files: CogFiles): string[] {
  return [...asCog(files), files.source, files.product];
}

function asCog({ plan, threads }: CogFiles): string[] {
  const creation = { ...creationOptions(plan), NUM_THREADS: String(threads) };
  const { block, overviewBlock } = plan;
  return [
    '-of',
    'COG',
    ...Object.entries(creation).flatMap(([name, value]) => ['-co', `${name}=${value}`]),
    ...(overviewBlock === block ? [] : ['--config', 'GDAL_TIFF_OVR_BLOCKSIZE', String(overviewBlock)]),
  ];
}

/** Those that make a virtual raster of the source as it is to be. */
export function virtualArguments(command: CogCommand, vrt: string): string[] {
  return ['-q', '-of', 'VRT', ...changes(command), command.source, vrt];
}

function changes({ crs, nodata, bounds, isGrey, bandsBeforeMask }: CogCommand): string[] {
  return [
    ...(crs === null ? [] : ['-a_srs', crs]),
    ...(bounds ? ['-a_ullr', bounds[0], bounds[3], bounds[2], bounds[1]].map(String) : []),
    ...(nodata === null ? [] : ['-a_nodata', String(nodata)]),
    ...(isGrey ? ['-colorinterp_1', 'gray'] : []),
    // The geotransform says where the pixels are; both would contradict each other sooner or later.
    '-nogcp',
    ...(bandsBeforeMask === undefined ? [] : withMask(bandsBeforeMask)),
  ];
}

function withMask(bands: number): string[] {
  const kept = Array.from({ length: bands }, (_, index) => ['-b', String(index + 1)]);
  return [...kept.flat(), '-mask', String(bands + 1)];
}
