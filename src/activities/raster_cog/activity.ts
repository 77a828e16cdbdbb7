import type { Gdal } from '../../gdal/gdal.ts';
import { watchDecoder } from '../../gdal/watch-decoder.ts';
import { withConfig } from '../../gdal/with-config.ts';
import { DEFAULT_LIMITS, type RasterLimits } from '../../geo/gate.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { type Pulse, withPulse } from '../pulse.ts';
import { type RasterCogInput, type RasterCogOutput, rasterCogContract } from './contract.ts';
import { convert } from './convert.ts';
import { fetchSource } from './fetch-source.ts';
import { joinFiles } from './join-files.ts';
import { maskNodata, planMask } from './mask-nodata.ts';
import { planProduct } from './plan-product.ts';
import { findProduct, isOurs, publish, refuseOther, stageWhile } from './publish.ts';
import { verifyProduct } from './verify-product.ts';

export interface RasterCogServices {
  store: BlobStore;
  gdal: Gdal;
  limits?: RasterLimits;
}

/** What every stage works with. */
export interface CogJob extends Required<RasterCogServices> {
  input: RasterCogInput;
  signal: AbortSignal;
  scratch: string;
  pulse: Pulse;
}

type RasterCog = Activity<typeof rasterCogContract.input, typeof rasterCogContract.output>;

/**
 * Fetches the source once, converts it, proves the product equal to it, and only then publishes. Any attempt may die at
 * any point: nothing is seen of it, and the next one starts afresh or finds the finished product.
 */
export function createRasterCog({ store, gdal, limits = DEFAULT_LIMITS }: RasterCogServices): RasterCog {
  return {
    contract: rasterCogContract,
    run: async (input, context) => {
      store.requireWritable(input.destination);
      const finished = await finishedBefore(store, input, context);
      if (finished) return { ...finished, reused: true };
      return withPulse(context, async (pulse) => {
        const { signal } = context;
        const output = await makeCog({ store, gdal, limits, input, signal, scratch: await context.scratch(), pulse });
        pulse.at(100, output);
        return output;
      });
    },
  };
}

async function makeCog(job: CogJob): Promise<RasterCogOutput> {
  const decoder = watchDecoder(job.gdal);
  const output = await convertAndPublish({ ...job, gdal: decoder.gdal });
  return { ...output, warnings: [...output.warnings, ...decoder.warnings()] };
}

async function convertAndPublish(given: CogJob): Promise<RasterCogOutput> {
  const { mosaic } = given.input.source;
  const fetched = mosaic ? await joinFiles(given, mosaic) : await fetchSource(given);
  const job = { ...given, gdal: withConfig(given.gdal, fetched.config ?? {}) };
  const plan = planMask(await planProduct(job, fetched));
  // A quarter of an hour of conversion is not spent on what cannot be published.
  refuseOther(await findProduct(job), job.input.destination, plan.tag);
  const source = plan.maskOf ? await maskNodata(job, fetched, plan.header, plan.maskOf) : fetched;
  const path = await convert(job, source, plan);
  const [product, staged] = await stageWhile(job, path, (signal) =>
    verifyProduct({ ...job, signal }, source, plan, path),
  );
  return publish(job, source, plan, product, staged);
}

/** An attempt that died after it had published left its output as a checkpoint. */
async function finishedBefore(
  store: BlobStore,
  input: RasterCogInput,
  context: ActivityContext,
): Promise<RasterCogOutput | undefined> {
  const output = context.checkpoint(rasterCogContract.output);
  if (!output) return undefined;
  const { container_name, blob_name } = input.destination;
  const isSame = output.cog.container_name === container_name && output.cog.blob_name === blob_name;
  const found = isSame ? await store.head(input.destination, context.signal) : undefined;
  return found && found.etag === output.cog.etag && isOurs(found, { source_sha256: output.source_sha256 })
    ? output
    : undefined;
}
