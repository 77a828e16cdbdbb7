import { z } from 'zod';
import type { RasterHeader } from '../../geo/gdalinfo.ts';
import { type BandTally, EMPTY_TALLY, joinTallies, tallyOf } from '../../geo/pixels/band-tally.ts';
import { countInto, emptyHistogram, type Histogram } from '../../geo/pixels/histogram.ts';
import { bandSamples, type SampleLayout } from '../../geo/pixels/raster-tally.ts';
import type { JsonValue } from '../../plan/json.ts';
import { TallySchema } from '../schemas/tile.ts';
import type { RasterStatsInput } from './contract.ts';
import { HistogramSchema } from './contract.ts';

/** How far the work is, and what it came to until there: the checkpoint of a heartbeat. */
export const ProgressSchema = z.strictObject({
  etag: z.string(),
  /** Windows that are done, of both passes. */
  done: z.int(),
  tallies: z.array(TallySchema),
  histograms: z.array(HistogramSchema.nullable()),
});
export type Progress = z.output<typeof ProgressSchema>;

type Wanted = RasterStatsInput['histogram'];

/** Of 8 bits: a bucket for each value, as GDAL has it. */
const BYTE_ENDS = [-0.5, 255.5] as const;

export function begin(etag: string, header: RasterHeader, wanted: Wanted): Progress {
  const tallies = header.bands.map(() => EMPTY_TALLY);
  return { etag, done: 0, tallies, histograms: header.bands.map((band) => knownHistogram(band.type, wanted)) };
}

/** Whether histograms have to wait until the least and the greatest values are known. */
export function needsSecondPass({ bands }: RasterHeader, wanted: Wanted): boolean {
  return Boolean(wanted) && bands.some(({ type }) => knownHistogram(type, wanted) === null);
}

/** Makes the histograms that the first pass could not. */
export function beginSecondPass(progress: Progress, wanted: Wanted): Progress {
  const histograms = progress.tallies.map(({ count, minimum, maximum }) =>
    wanted && count > 0 ? emptyHistogram(minimum, maximum, wanted.buckets) : null,
  );
  return { ...progress, histograms };
}

/** Adds a piece of pixels to what is known of the bands. */
export function addTo(
  progress: Progress,
  what: { tallies: boolean },
  header: RasterHeader,
  layout: SampleLayout,
  values: Float64Array,
): void {
  bandSamples(header, layout, values).forEach((samples, band) => {
    const histogram = progress.histograms[band];
    if (histogram) countInto(histogram, samples);
    if (what.tallies) {
      progress.tallies[band] = joinTallies(progress.tallies[band] as BandTally, tallyOf(samples));
    }
  });
}

export function asCheckpoint({ etag, done, tallies, histograms }: Progress): JsonValue {
  return {
    etag,
    done,
    tallies: tallies.map((tally) => ({ ...tally })),
    histograms: histograms.map((histogram) => histogram && { ...histogram, buckets: [...histogram.buckets] }),
  };
}

function knownHistogram(type: string, wanted: Wanted): Histogram | null {
  if (!wanted) return null;
  const { minimum, maximum, buckets } = wanted;
  if (typeof minimum === 'number' && typeof maximum === 'number') return emptyHistogram(minimum, maximum, buckets);
  return type === 'Byte' ? emptyHistogram(...BYTE_ENDS, buckets) : null;
}
