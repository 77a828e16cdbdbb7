import type { Gdal } from '../../gdal/gdal.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { BlobRef, BlobStore } from '../../storage/blob-store.ts';
import type { Activity } from '../activity.ts';
import { type Pulse, withPulse } from '../pulse.ts';
import { readSafeHeader } from '../raster/read-safe-header.ts';
import { type RasterMosaicInput, rasterMosaicContract } from './contract.ts';
import { describeMosaic } from './describe-mosaic.ts';
import { makeOverview } from './make-overview.ts';
import { publishIndex } from './publish-index.ts';
import { requireWholeSet } from './require-whole-set.ts';

export interface RasterMosaicServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

export interface MosaicJob extends Required<RasterMosaicServices> {
  input: RasterMosaicInput;
  /** Of the index. */
  index: BlobRef;
  /** Of the overview of the whole. */
  whole: BlobRef;
  signal: AbortSignal;
  scratch: string;
  pulse: Pulse;
}

type RasterMosaic = Activity<typeof rasterMosaicContract.input, typeof rasterMosaicContract.output>;

/** Reads one overview of each tile, and no other pixel. A second attempt makes the same again, and finds what the first has published. */
export function createRasterMosaic({ store, gdal, limits = DEFAULT_LIMITS }: RasterMosaicServices): RasterMosaic {
  return {
    contract: rasterMosaicContract,
    run: async (input, context) => {
      const { destination } = input;
      const named = (suffix: string) => ({ ...destination, blob_name: destination.blob_name + suffix });
      const blobs = { index: named('.vrt'), whole: named('.whole.tif') };
      store.requireWritable(destination);
      return withPulse(context, async (pulse) => {
        const scratch = await context.scratch();
        const job: MosaicJob = { store, gdal, limits, input, ...blobs, signal: context.signal, scratch, pulse };
        const first = requireWholeSet(input);
        const header = await readSafeHeader(job, first);
        const overview = await makeOverview(job, header);
        const index = await publishIndex(job, header, overview);
        return describeMosaic(job, header, overview, index);
      });
    },
  };
}
