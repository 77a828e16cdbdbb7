import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { streamPixels } from '../../gdal/stream-pixels.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { type Level, levelFor } from '../../geo/overview-level.ts';
import { nodataRange } from '../../geo/pixels/nodata-range.ts';
import { sampleLayout } from '../../geo/pixels/raster-tally.ts';
import type { Shown } from '../../geo/preview/paint.ts';
import type { Rendering } from '../../geo/preview/rendering.ts';
import { FaultError } from '../../plan/fault.ts';
import { noOverviews } from '../raster/no-overviews.ts';
import type { PreviewJob } from './activity.ts';

const TIMEOUT = 5 * 60_000;
const CHUNK_SIZE = String(256 * 1024);

/**
 * The pixels of the overview that is just large enough, of the shown bands alone.
 * @throws FaultError `no_overviews`, `no_such_band`
 */
export async function readShown(
  { store, gdal, input, signal, scratch }: PreviewJob,
  header: RasterHeader,
  { bands }: Rendering,
  longest: number,
): Promise<Shown> {
  const level = levelFor(header, longest);
  if (!level) throw noOverviews(header);
  const layout = sampleLayout(header);
  const shown = bands.map((index) => bandOf(header, index));
  const mask = layout.mask < 0 ? [] : [layout.bands[layout.mask] as string];
  const stride = bands.length + mask.length;
  const values = new Float32Array(level.width * level.height * stride);
  const { path, config } = await store.gdalSource(input.cog);
  await streamPixels(gdal, {
    path,
    config: { ...config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE },
    type: layout.type,
    bands: [...bands.map(String), ...mask],
    window: windowOf(level),
    overview: level.overview,
    signal,
    scratch,
    timeout: TIMEOUT,
    failure: UNDECODABLE,
    onPixels: (samples, first) => values.set(samples, first * stride),
  });
  return {
    width: level.width,
    height: level.height,
    values,
    stride,
    mask: mask.length > 0 ? bands.length : -1,
    graded: layout.type === 'Byte',
    nodata: shown.map((band) => {
      const range = nodataRange(band.nodata, layout.type);
      return range && [Math.fround(range[0]), Math.fround(range[1])];
    }),
  };
}

const windowOf = ({ width, height }: Level) => ({ column: 0, row: 0, width, height });

function bandOf({ bands }: RasterHeader, index: number): RasterHeader['bands'][number] {
  const band = bands.find((each) => each.index === index);
  if (band) return band;
  const message = `The raster has ${bands.length} bands, and no band ${index}. Bands are counted from 1.`;
  throw new FaultError({ code: 'no_such_band', message });
}
