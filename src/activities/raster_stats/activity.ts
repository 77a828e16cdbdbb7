import type { Gdal } from '../../gdal/gdal.ts';
import { UNDECODABLE } from '../../gdal/read-pixels.ts';
import { streamPixels } from '../../gdal/stream-pixels.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { statisticsOf } from '../../geo/pixels/band-tally.ts';
import { type PixelWindow, pixelWindows } from '../../geo/pixels/pixel-windows.ts';
import { sampleLayout } from '../../geo/pixels/raster-tally.ts';
import { timeForPixels } from '../../geo/size.ts';
import type { JsonValue } from '../../plan/json.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { type Pulse, withPulse } from '../pulse.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { requireUnchanged } from '../raster/require-unchanged.ts';
import { type RasterStatsInput, type RasterStatsOutput, rasterStatsContract } from './contract.ts';
import {
  addTo,
  asCheckpoint,
  begin,
  beginSecondPass,
  needsSecondPass,
  type Progress,
  ProgressSchema,
} from './progress.ts';

export interface RasterStatsServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

type RasterStats = Activity<typeof rasterStatsContract.input, typeof rasterStatsContract.output>;

interface StatsJob extends Required<RasterStatsServices> {
  input: RasterStatsInput;
  context: ActivityContext;
  pulse: Pulse;
}

/** Of pixels: what an attempt that dies loses at most. */
const WINDOW_BYTES = 128 * 1024 ** 2;
const MOST_SAVED_BUCKETS = 50_000;
/** Blocks lie one after the other: few large requests, and little that is read beyond the last of a window. */
const CHUNK_SIZE = String(1024 ** 2);

/** Goes through the raster window by window, each block once; the next attempt goes on after the last window that was done. */
export function createRasterStats({ store, gdal, limits = DEFAULT_LIMITS }: RasterStatsServices): RasterStats {
  return {
    contract: rasterStatsContract,
    run: (input, context) => withPulse(context, (pulse) => statistics({ store, gdal, limits, input, context, pulse })),
  };
}

async function statistics(job: StatsJob): Promise<RasterStatsOutput> {
  const { store, input, context, pulse } = job;
  await requireUnchanged(store, input.source, context.signal);
  const header = await readSafeHeader(
    { ...job, signal: context.signal, scratch: await context.scratch() },
    input.source,
  );
  const windows = pixelWindows(header, WINDOW_BYTES);
  const twice = needsSecondPass(header, input.histogram);
  const steps = windows.length * (twice ? 2 : 1);
  let progress = savedBefore(context, input.source.etag) ?? begin(input.source.etag, header, input.histogram);
  for (; progress.done < steps; progress.done += 1) {
    if (twice && progress.done === windows.length) progress = beginSecondPass(progress, input.histogram);
    pulse.at((100 * progress.done) / steps, checkpointOf(progress));
    await readWindow(job, header, progress, windows);
  }
  await requireUnchanged(store, input.source, context.signal);
  return describe(header, progress);
}

async function readWindow(
  { store, gdal, input, context }: StatsJob,
  header: RasterHeader,
  progress: Progress,
  windows: readonly PixelWindow[],
): Promise<void> {
  const layout = sampleLayout(header);
  const { path, config } = await store.gdalSource(input.source);
  const tallies = progress.done < windows.length;
  await streamPixels(gdal, {
    path,
    config: { ...config, CPL_VSIL_CURL_CHUNK_SIZE: CHUNK_SIZE },
    ...layout,
    window: windows[progress.done % windows.length] as PixelWindow,
    signal: context.signal,
    scratch: await context.scratch(),
    timeout: timeForPixels(header),
    failure: UNDECODABLE,
    onPixels: (values) => addTo(progress, { tallies }, header, layout, values),
  });
}

/** Histograms of hundreds of bands would be more than a heartbeat takes; such work begins anew. */
function checkpointOf(progress: Progress): JsonValue | undefined {
  const buckets = progress.histograms.reduce((sum, histogram) => sum + (histogram?.buckets.length ?? 0), 0);
  return buckets <= MOST_SAVED_BUCKETS ? asCheckpoint(progress) : undefined;
}

function savedBefore(context: ActivityContext, etag: string): Progress | undefined {
  const saved = context.checkpoint(ProgressSchema);
  return saved?.etag === etag ? saved : undefined;
}

function describe({ width, height, bands }: RasterHeader, { tallies, histograms }: Progress): RasterStatsOutput {
  return {
    width,
    height,
    bands: bands.map(({ index }, at) => {
      const tally = tallies[at];
      const statistics = tally ? statisticsOf(tally, width * height) : null;
      return { index, statistics, histogram: histograms[at] ?? null };
    }),
  };
}
