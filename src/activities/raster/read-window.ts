import type { Gdal } from '../../gdal/gdal.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import type { PixelWindow } from '../../geo/pixels/pixel-windows.ts';
import { PRODUCT_TILE, pixelBytes, timeForPixels } from '../../geo/size.ts';
import type { BlobRef, BlobStore } from '../../storage/blob-store.ts';
import { explainUnreadable } from '../raster_cog/convert.ts';

const MEGABYTE = 1024 ** 2;
/** Of the rows of blocks that a window takes each lies in one piece: little is read beyond its end. */
const CHUNK_SIZE = String(256 * 1024);
/** Of a TIFF that is made to be read again soon. */
export const PLAIN_BLOCKS = [
  'TILED=YES',
  `BLOCKXSIZE=${PRODUCT_TILE}`,
  `BLOCKYSIZE=${PRODUCT_TILE}`,
  'BIGTIFF=IF_SAFER',
];

interface Reader {
  store: Pick<BlobStore, 'gdalSource'>;
  gdal: Gdal;
  signal: AbortSignal;
  scratch: string;
}

export interface WindowOfBlob {
  blob: BlobRef;
  /** Of all of it. */
  header: RasterHeader;
  window: PixelWindow;
  /** Where it is put. */
  path: string;
  onProgress?: (percent: number) => void;
}

/**
 * Decodes a window of a raster in a blob once, by ranged reads, into a plain TIFF with nothing but its pixels and mask: GDAL 3.6 leaves the
 * units of bands behind where it reads a window.
 * @throws FaultError `raster_unreadable`, `conversion_failed`, or the causes of `Gdal.run`
 */
export async function readWindow(
  { store, gdal, signal, scratch }: Reader,
  { blob, header, window, path, onProgress }: WindowOfBlob,
): Promise<void> {
  const { column, row, width, height } = window;
  const source = await store.gdalSource(blob);
  await gdal
    .run({
      program: 'gdal_translate',
      args: [
        ...['-of', 'GTiff', ...PLAIN_BLOCKS.flatMap((option) => ['-co', option]), '-nogcp'],
        ...['-srcwin', ...[column, row, width, height].map(String)],
        ...[source.path, path],
      ],
      // A mask beside the file would not be looked for.
      config: { ...source.config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE, GDAL_TIFF_INTERNAL_MASK: 'YES' },
      signal,
      scratch,
      timeout: timeForPixels(header),
      maxFileBytes: 2 * pixelBytes({ ...header, width, height }) + 64 * MEGABYTE,
      ...(onProgress && { onProgress }),
      failure: { code: 'conversion_failed', message: 'GDAL could not read the window of the raster.' },
    })
    .catch((error: unknown) => Promise.reject(explainUnreadable(error)));
}
