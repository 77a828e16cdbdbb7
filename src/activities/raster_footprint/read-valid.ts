import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { streamPixels } from '../../gdal/stream-pixels.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { validPixels } from '../../geo/nodata-warnings.ts';
import { levelFor } from '../../geo/overview-level.ts';
import type { Mask } from '../../geo/valid-area/mask.ts';
import { noOverviews } from '../raster/no-overviews.ts';
import type { FootprintJob } from './activity.ts';

/** The longer side of the overview that is looked at has as many pixels at least, and less than twice as many. */
const LONGEST = 1024;
/** Bands that may each have nodata of their own: of more, the first ones. */
const MOST_BANDS = 8;
const TIMEOUT = 5 * 60_000;
const CHUNK_SIZE = String(256 * 1024);

/**
 * Which pixels of an overview hold data in any band: GDAL's own masks, of nodata, alpha, or a mask of the dataset.
 * @throws FaultError `no_overviews`
 */
export async function readValid(
  { store, gdal, input, signal, scratch }: FootprintJob,
  header: RasterHeader,
): Promise<Mask> {
  const level = levelFor(header, LONGEST);
  if (!level) throw noOverviews(header);
  const { width, height, overview } = level;
  const masks = masksOf(header);
  const cells = new Uint8Array(width * height);
  if (validPixels(header) === 'all') return { width, height, cells: cells.fill(1) };
  const { path, config } = await store.gdalSource(input.cog);
  await streamPixels(gdal, {
    path,
    config: { ...config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE },
    type: 'Byte',
    bands: masks,
    window: { column: 0, row: 0, width, height },
    overview,
    signal,
    scratch,
    timeout: TIMEOUT,
    failure: UNDECODABLE,
    onPixels: (samples, first) => {
      for (let at = 0; at < samples.length; at += 1) {
        if (samples[at] !== 0) cells[first + Math.floor(at / masks.length)] = 1;
      }
    },
  });
  return { width, height, cells };
}

/** A mask of the dataset is the same for all bands. */
function masksOf({ bands }: RasterHeader): string[] {
  const oneForAll = bands.some((band) => band.hasMask || band.colourInterpretation === 'alpha');
  return bands.slice(0, oneForAll ? 1 : MOST_BANDS).map(({ index }) => `mask,${index}`);
}
