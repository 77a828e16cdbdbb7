import type { RasterHeader } from '../gdalinfo.ts';
import { hasOwnMask } from '../own-mask.ts';
import type { PixelType } from '../raster.ts';
import { isPixelType } from '../size.ts';
import { type BandTally, EMPTY_TALLY, joinTallies, type Samples, tallyOf } from './band-tally.ts';
import { checksumOf, integerReader } from './gdal-checksum.ts';
import { nodataRange } from './nodata-range.ts';
import type { PixelWindow } from './pixel-windows.ts';

type Tallied = Pick<RasterHeader, 'width' | 'bands'>;

/** The samples of a raster's pixels: its bands, and last the mask of the dataset where it has one that is no band of it. */
export interface SampleLayout {
  type: PixelType;
  /** As `gdal_translate -b` takes them. */
  bands: string[];
  /** Place among them, from 0, of what says which pixels count: an alpha band, or else the mask; -1 for none. */
  mask: number;
}

/** @throws TypeError for a header that did not pass the gate */
export function sampleLayout({ bands }: Pick<RasterHeader, 'bands'>): SampleLayout {
  const type = bands[0]?.type ?? '';
  if (!isPixelType(type)) throw new TypeError(`pixels of type ${type} cannot be read`);
  const numbers = bands.map(({ index }) => String(index));
  const alpha = bands.findIndex(isAlpha);
  if (!hasOwnMask(bands)) return { type, bands: numbers, mask: alpha };
  // GDAL warps by alpha where there are both.
  return { type, bands: [...numbers, 'mask,1'], mask: alpha >= 0 ? alpha : numbers.length };
}

/** How to look at each band's values in samples of this layout; an alpha band is not masked by itself. */
export function bandSamples({ bands }: Tallied, layout: SampleLayout, values: Float64Array): Samples[] {
  return bands.map((band, index) => ({
    values,
    stride: layout.bands.length,
    band: index,
    mask: isAlpha(band) ? -1 : layout.mask,
    nodata: nodataRange(band.nodata, layout.type),
  }));
}

/** Adds up what the samples of one raster come to. */
export interface RasterTally {
  /** @param first how many pixels of the window came before these */
  add(values: Float64Array, window: PixelWindow, first: number): void;
  /** GDAL's, for each sample of the layout: bands first, then the mask. */
  readonly checksums: number[];
  /** For each band. */
  readonly tallies: BandTally[];
}

export function rasterTally(
  header: Tallied,
  layout: SampleLayout,
  wanted: { checksums: boolean; statistics: boolean },
): RasterTally {
  const stride = layout.bands.length;
  const checksums = layout.bands.map(() => 0);
  const tallies = header.bands.map(() => EMPTY_TALLY);
  const integersOf = integerReader(layout.type);
  return {
    checksums,
    tallies,
    add: (values, window, first) => {
      if (wanted.statistics) {
        bandSamples(header, layout, values).forEach((samples, band) => {
          tallies[band] = joinTallies(tallies[band] as BandTally, tallyOf(samples));
        });
      }
      if (!wanted.checksums) return;
      const integers = integersOf(values);
      for (const { from, to, at } of rowsOf(values.length / stride, window, first, header.width)) {
        const part = integers.subarray(from * stride, to * stride);
        for (let band = 0; band < stride; band += 1) {
          checksums[band] = ((checksums[band] as number) + checksumOf(part, band, stride, at)) & 0xffff;
        }
      }
    },
  };
}

interface Stretch {
  /** Pixels of the piece, from and up to. */
  from: number;
  to: number;
  /** Place of the first of them in the whole raster, row by row. */
  at: number;
}

/** The stretches of a piece of a window that lie in one go in the raster: all of it where the window is as wide. */
function* rowsOf(pixels: number, window: PixelWindow, first: number, width: number): Generator<Stretch> {
  const { column, row, width: columns } = window;
  if (columns === width) {
    yield { from: 0, to: pixels, at: row * width + first };
    return;
  }
  for (let from = 0; from < pixels; ) {
    const [down, across] = [Math.floor((first + from) / columns), (first + from) % columns];
    const to = Math.min(pixels, from + columns - across);
    yield { from, to, at: (row + down) * width + column + across };
    from = to;
  }
}

const isAlpha = ({ colourInterpretation }: RasterHeader['bands'][number]): boolean => colourInterpretation === 'alpha';
