import type { HeaderBand, RasterHeader } from './gdalinfo.ts';
import { canHold } from './held-nodata.ts';
import { hasOwnMask } from './own-mask.ts';
import { isLongInteger, type RasterWarning } from './raster.ts';

/** What is odd about how a raster says which of its pixels hold no data. */
export function nodataWarnings({ bands }: Pick<RasterHeader, 'bands'>): RasterWarning[] {
  return [outOfRange(bands), tooLong(bands), twoWays(bands), badScale(bands)].filter(
    (warning) => warning !== undefined,
  );
}

/** Such a value marks no pixel: what the sender takes for nodata is data to everybody else. */
function outOfRange(bands: readonly HeaderBand[]): RasterWarning | undefined {
  const odd = bands.find((band) => band.nodata !== null && !canHold(band.nodata, band.type));
  if (!odd) return undefined;
  const message = `The nodata value ${odd.nodata} is none that a pixel of type ${odd.type} can have, so that it marks no pixel; declare the value that the pixels without data really hold (gdal_edit.py -a_nodata).`;
  return { code: 'nodata_out_of_range', message };
}

function tooLong(bands: readonly HeaderBand[]): RasterWarning | undefined {
  const odd = bands.find(({ nodata }) => isLongInteger(nodata));
  if (!odd) return undefined;
  const message = `The nodata value ${odd.nodata} is beyond 2^53, and numbers of JSON are rounded there. The product has it to the last digit, the StacItem does not tell it, and statistics take for it all pixels that a double does not tell from it.`;
  return { code: 'nodata_not_in_stac', message };
}

/** Readers go by the one or the other, and do not agree on which. */
function twoWays(bands: readonly HeaderBand[]): RasterWarning | undefined {
  const ways = waysOf(bands);
  if (ways.length < 2) return undefined;
  const named = ways.map((way) => WAYS[way].named).join(' and ');
  const message = `The raster says in several ways which pixels hold no data: by ${named}. All are kept, and readers may go by either; keep one of them.`;
  return { code: 'ambiguous_nodata', message };
}

/** How the raster says which pixels hold data. */
export function validPixels({ bands }: Pick<RasterHeader, 'bands'>): 'all' | 'several' | keyof typeof WAYS {
  const [way, ...more] = waysOf(bands);
  if (more.length > 0) return 'several';
  return way ?? 'all';
}

type Bands = readonly HeaderBand[];

const WAYS = {
  nodata: { named: 'a nodata value', holds: (bands: Bands) => bands.some(({ nodata }) => nodata !== null) },
  alpha: {
    named: 'an alpha band',
    holds: (bands: Bands) => bands.some(({ colourInterpretation }) => colourInterpretation === 'alpha'),
  },
  mask: { named: 'a mask', holds: hasOwnMask },
} as const;

function waysOf(bands: readonly HeaderBand[]): (keyof typeof WAYS)[] {
  const all = Object.keys(WAYS) as (keyof typeof WAYS)[];
  return all.filter((way) => WAYS[way].holds(bands));
}

function badScale(bands: readonly HeaderBand[]): RasterWarning | undefined {
  const odd = bands.find(({ scale, offset }) => isBad(scale) || scale === 0 || isBad(offset));
  if (!odd) return undefined;
  const message = `Band ${odd.index} has the scale ${odd.scale} and the offset ${odd.offset}, by which its values mean nothing; write the right ones, or take them out (gdal_edit.py -scale -offset).`;
  return { code: 'invalid_scale', message };
}

const isBad = (value: number | null): boolean => value !== null && !Number.isFinite(value);
