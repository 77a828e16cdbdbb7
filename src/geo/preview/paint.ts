import type { Colour } from '../gdalinfo.ts';
import { NONE } from '../pixels/band-tally.ts';
import type { NodataRange } from '../pixels/nodata-range.ts';
import type { Picture } from './picture.ts';
import type { Rendering } from './rendering.ts';
import { type Stretch, shade } from './stretch.ts';

/** The pixels of a raster that are shown: the samples of each pixel one after the other. */
export interface Shown {
  width: number;
  height: number;
  values: Float32Array;
  /** Samples a pixel: the shown bands, and the mask where there is one. */
  stride: number;
  /** Place of the mask, whose zeros are pixels without data; -1 for none. */
  mask: number;
  /** Opacity that a mask's sample stands for: 255 for one of 8 bits, else anything but 0 is opaque. */
  graded: boolean;
  /** Of each shown band; null where every number counts. */
  nodata: readonly (NodataRange | null)[];
}

/** Paints pixels. What has no data in any of the shown bands is transparent. */
export function paint(shown: Shown, rendering: Rendering, stretches: readonly Stretch[]): Picture {
  const { width, height } = shown;
  const pixels = new Uint8Array(width * height * 4);
  const colour =
    rendering.kind === 'palette' ? byPalette(rendering.palette) : byStretch(rendering.bands.length, stretches);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const opacity = opacityOf(shown, pixel);
    if (opacity === 0) continue;
    pixels[4 * pixel + 3] = opacity;
    colour(shown.values, pixel * shown.stride, pixels, 4 * pixel);
  }
  return { width, height, pixels };
}

/** The valid values of a shown band, of at most some hundred thousand pixels spread evenly. */
export function validValues(shown: Shown, band: number, most = 500_000): Float32Array {
  const pixels = shown.width * shown.height;
  const step = Math.max(1, Math.ceil(pixels / most));
  const found = new Float32Array(Math.ceil(pixels / step));
  let count = 0;
  for (let pixel = 0; pixel < pixels; pixel += step) {
    if (opacityOf(shown, pixel) === 0) continue;
    found[count] = shown.values[pixel * shown.stride + band] as number;
    count += 1;
  }
  return found.slice(0, count);
}

function opacityOf({ values, stride, mask, graded, nodata }: Shown, pixel: number): number {
  const at = pixel * stride;
  for (let band = 0; band < nodata.length; band += 1) {
    const value = values[at + band] as number;
    const [least, greatest] = nodata[band] ?? NONE;
    if (!Number.isFinite(value) || (value >= least && value <= greatest)) return 0;
  }
  if (mask < 0) return 255;
  const opacity = values[at + mask] as number;
  return graded ? opacity : opacity === 0 ? 0 : 255;
}

/** Colours one pixel of a picture, whose opacity is set, by the samples of one of the raster. */
type Colouring = (values: Float32Array, at: number, pixels: Uint8Array, into: number) => void;

const NO_COLOUR: Colour = [0, 0, 0, 0];

function byPalette(palette: readonly Colour[]): Colouring {
  return (values, at, pixels, into) => {
    const colour = palette[values[at] as number] ?? NO_COLOUR;
    pixels[into] = colour[0];
    pixels[into + 1] = colour[1];
    pixels[into + 2] = colour[2];
    pixels[into + 3] = Math.min(colour[3], pixels[into + 3] as number);
  };
}

function byStretch(bands: number, stretches: readonly Stretch[]): Colouring {
  return (values, at, pixels, into) => {
    for (let channel = 0; channel < 3; channel += 1) {
      const band = bands === 3 ? channel : 0;
      pixels[into + channel] = shade(values[at + band] as number, stretches[band] as Stretch);
    }
  };
}
