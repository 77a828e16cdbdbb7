import type pg from 'pg';
import {
  findLeftProducts,
  type JobPlace,
  type LeftProducts,
  noteProductsSwept,
  referredTo,
} from '../../assets/retention/left-products.ts';
import { readItemJob } from '../../catalog/read-item-job.ts';
import type { BlobRef, BlobStore } from '../../storage/blob-store.ts';
import type { SweptProducts } from './activity.ts';

export interface ProductSweepServices {
  pool: pg.Pool;
  store: BlobStore;
  /** The containers that handlers write into. */
  containers: readonly string[];
}

/** One blob may be leased or held back; where that many fail, it is the storage that is away. */
const MOST_IN_A_ROW = 10;

/**
 * Removes what jobs published that failed or were cancelled before they could put it into the catalogue: blobs
 * `<collection_id>/<job id>.…`, as `raster_ingest` names them, that no version refers to.
 */
export async function sweepProducts(
  services: ProductSweepServices,
  before: Date,
  limit: number,
  after: JobPlace | null,
  signal: AbortSignal,
): Promise<SweptProducts> {
  const jobs = await findLeftProducts(services.pool, before, limit, after);
  const swept: SweptProducts = { jobs: jobs.length, removed: 0, last: jobs.at(-1) ?? after, failed: [] };
  let inARow = 0;
  for (const job of jobs) {
    signal.throwIfAborted();
    try {
      swept.removed += await sweepJob(services, job, signal);
      inARow = 0;
    } catch (error) {
      inARow += 1;
      if (signal.aborted || inARow >= MOST_IN_A_ROW) throw error;
      swept.failed.push({ job_id: job.job_id, error });
    }
  }
  return swept;
}

/** @returns how many blobs were removed */
async function sweepJob(services: ProductSweepServices, job: LeftProducts, signal: AbortSignal): Promise<number> {
  const blobs = await productsOf(services, job);
  for (const blob of blobs) await services.store.remove(blob, signal);
  await noteProductsSwept(services.pool, job.job_id);
  return blobs.length;
}

async function productsOf({ pool, store, containers }: ProductSweepServices, job: LeftProducts): Promise<BlobRef[]> {
  const { collection_id } = job.inputs;
  if (typeof collection_id !== 'string' || collection_id === '') return [];
  const prefix = `${collection_id}/${job.job_id}.`;
  const listed = await Promise.all(containers.map((container) => store.list(container, prefix)));
  const blobs = listed.flat();
  if (blobs.length === 0 || (await isCatalogued(pool, collection_id, job))) return [];
  const kept = await referredTo(pool, blobs.map(pathOf));
  // Pictures go with the product that they are of: whoever refers to one blob of a job keeps them all.
  return kept.size > 0 ? [] : blobs;
}

/** Also where its worker died before it could tell. */
async function isCatalogued(pool: pg.Pool, collectionId: string, { job_id, inputs }: LeftProducts): Promise<boolean> {
  const itemId = typeof inputs.item_id === 'string' && inputs.item_id !== '' ? inputs.item_id : job_id;
  return (await readItemJob(pool, collectionId, itemId)) === job_id;
}

function pathOf({ container_name, blob_name }: BlobRef): string {
  return `${container_name}/${blob_name}`;
}
