import type { PixelWindow } from '../geo/pixels/pixel-windows.ts';
import { sampleReader } from '../geo/pixels/sample-array.ts';
import { PIXEL_BYTES, type PixelType } from '../geo/raster.ts';
import { pixelsBeginAt } from '../geo/raw-tiff.ts';
import type { Gdal, GdalRun } from './gdal.ts';

export interface PixelStream extends Pick<GdalRun, 'signal' | 'scratch' | 'config' | 'timeout' | 'failure'> {
  path: string;
  /** Of the samples that come; the masks among them are 0 and 255 in it. */
  type: PixelType;
  /** As `gdal_translate -b` takes them: a number, or `mask,1` for the mask of the first. */
  bands: readonly string[];
  window: PixelWindow;
  /** Counted from 0, the largest; the window is one of its pixels. Absent: the raster itself. */
  overview?: number | undefined;
  /**
   * Takes pixels in their order, row by row: the samples of each pixel one after the other. They are not to be kept: the next ones take
   * their place.
   * @param first how many pixels of the window came before
   */
  onPixels?: (samples: Float64Array, first: number) => void;
  /** Takes them as they lie in memory, little-endian, in the same order; not to be kept either. */
  onBytes?: (bytes: Uint8Array) => void;
}

/**
 * Decodes a window of a raster once and hands its pixels over as they come: nothing is written to disk, and no more than
 * some of GDAL's blocks are in memory. A reader that takes its time holds GDAL up.
 * @throws FaultError `failure` where pixels could not be decoded, or the causes of `Gdal.run`
 */
export async function streamPixels(gdal: Gdal, request: PixelStream): Promise<void> {
  const { path, type, bands, window, overview, onPixels, onBytes, ...run } = request;
  const reader = pixelReader(type, bands.length, window.width * window.height, { onPixels, onBytes });
  await gdal.run({
    ...run,
    program: 'gdal_translate',
    args: [
      '-q',
      ...['-of', 'GTiff', '-ot', type, ...STREAMED, ...wholeBits(type)],
      ...bands.flatMap((band) => ['-b', band]),
      ...['-srcwin', window.column, window.row, window.width, window.height].map(String),
      ...(overview === undefined ? [] : ['-oo', `OVERVIEW_LEVEL=${overview}`]),
      path,
      '/vsistdout/',
    ],
    onOutput: reader.take,
  });
  reader.finish();
}

/** Uncompressed and in order, with as little as possible before the pixels. Strips of 64 rows: fewer offsets to write first. */
const STREAMED = [
  ...['-co', 'STREAMABLE_OUTPUT=YES', '-co', 'COMPRESS=NONE', '-co', 'INTERLEAVE=PIXEL', '-co', 'TILED=NO'],
  ...['-co', 'BLOCKYSIZE=64', '-co', 'ENDIANNESS=LITTLE', '-co', 'BIGTIFF=IF_SAFER'],
  ...['-mask', 'none', '-nogcp', '-norat'],
];

/** Whole numbers of fewer bits than their type would be packed again. */
function wholeBits(type: PixelType): string[] {
  return type.startsWith('Float') ? [] : ['-co', `NBITS=${8 * PIXEL_BYTES[type]}`];
}

/** Bytes of pixels that are handed over at once, however they come: sums of floats depend on what is added up first. */
const PIECE = 256 * 1024;

interface Takers {
  onPixels: PixelStream['onPixels'] | undefined;
  onBytes: PixelStream['onBytes'] | undefined;
}

function pixelReader(type: PixelType, bands: number, pixels: number, { onPixels, onBytes }: Takers) {
  const pixelBytes = bands * PIXEL_BYTES[type];
  const piece = new Uint8Array(pixelBytes * Math.max(1, Math.floor(PIECE / pixelBytes)));
  const readSamples = sampleReader(piece, type);
  const total = pixels * pixelBytes;
  let head: Uint8Array | undefined = new Uint8Array();
  let [filled, taken] = [0, 0];
  let failed: { error: unknown } | undefined;

  function read(bytes: Uint8Array): void {
    let rest = head ? afterHead(Buffer.concat([head, bytes])) : bytes;
    while (rest && rest.length > 0 && taken + filled < total) {
      const part = rest.subarray(0, Math.min(piece.length - filled, total - taken - filled));
      piece.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled === piece.length || taken + filled === total) handOver();
    }
  }
  function handOver(): void {
    const bytes = piece.subarray(0, filled);
    onBytes?.(bytes);
    onPixels?.(readSamples(filled), taken / pixelBytes);
    taken += filled;
    filled = 0;
  }
  function afterHead(bytes: Uint8Array): Uint8Array | undefined {
    head = bytes;
    const begin = pixelsBeginAt(bytes);
    if (begin === undefined || begin > bytes.length) return undefined;
    head = undefined;
    return bytes.subarray(begin);
  }
  return {
    /** Called by a stream, where nobody would catch what it throws. */
    take: (bytes: Uint8Array): void => {
      if (failed) return;
      try {
        read(bytes);
      } catch (error) {
        failed = { error };
      }
    },
    finish: (): void => {
      if (failed) throw failed.error;
      if (taken !== total) throw new Error(`GDAL ended well after ${taken} of ${total} bytes of pixels.`);
    },
  };
}
