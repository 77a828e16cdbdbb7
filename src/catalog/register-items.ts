import type pg from 'pg';
import { findApprovedItems, holdAsset, keepWaiting } from '../assets/waiting-items.ts';
import type { JsonObject } from '../plan/json.ts';
import { copyItems } from './copy-items.ts';
import { ensureCollection, lockCatalogue } from './ensure-collection.ts';
import { inPgstac } from './in-pgstac.ts';
import { assetOfJob, refuseReplacement, rootOf } from './item-owner.ts';
import type { StacCollection, StacItem } from './stac.ts';

/** Builds an item, knowing the one that it replaces. May be called more than once. */
export type ItemBuilder = (replaced: JsonObject | undefined) => StacItem;

export interface Registration {
  collection_id: string;
  /** The job that registers them: items belong to its asset, and no other may replace them; those of jobs without one any such job may. */
  job_id: string;
  /** Made where the catalogue has none. */
  missingCollection?: StacCollection;
  /** By the items' ids. */
  builders: ReadonlyMap<string, ItemBuilder>;
}

export interface Registered {
  /** In the order of their builders. */
  items: StacItem[];
  collection_created: boolean;
  /** How many take the place of another: at once, or when the job's version is approved. */
  replaced: number;
}

/**
 * Puts items into their collection, in the place of those of the same ids that are there, and brings the collection's
 * extent up to date. All or nothing, and one registration at a time, so that of two jobs the second sees the first's items,
 * and those of both are its own in the end.
 * Where an item is of an approved version, it stays, and the new one waits until its own version is approved.
 * @throws FaultError `collection_not_found`, `item_belongs_to_another_asset`, `item_superseded`, `invalid_item`,
 *   `catalogue_unavailable`, and what a builder throws
 */
export async function registerItems(pool: pg.Pool, registration: Registration): Promise<Registered> {
  const { collection_id, job_id, missingCollection, builders } = registration;
  const asset = assetOfJob(job_id);
  return inPgstac(pool, async (client) => {
    if (asset !== undefined) await holdAsset(client, asset);
    await lockCatalogue(client);
    const collection_created = await ensureCollection(client, collection_id, missingCollection);
    const existing = await readItems(client, collection_id, [...builders.keys()]);
    const items = [...builders].map(([id, build]) => {
      refuseReplacement(id, existing.get(id), job_id);
      return build(existing.get(id));
    });
    const approved = await findApprovedItems(client, collection_id, [...existing.keys()], rootOf(job_id));
    const [early, due] = [items.filter(({ id }) => approved.has(id)), items.filter(({ id }) => !approved.has(id))];
    if (early.length > 0) await setAside(client, early, job_id);
    if (due.length > 0) await putItems(client, collection_id, due);
    return { items, collection_created, replaced: existing.size };
  });
}

async function putItems(client: pg.PoolClient, collectionId: string, items: readonly StacItem[]): Promise<void> {
  await copyItems(client, 'items_staging_upsert', items);
  await client.query('SELECT rhumbline.update_extent($1)', [collectionId]);
}

/** What the catalogue would refuse it refuses now, and not the approval. */
async function setAside(client: pg.PoolClient, items: readonly StacItem[], jobId: string): Promise<void> {
  await client.query('SAVEPOINT before_items');
  await copyItems(client, 'items_staging_upsert', items);
  await client.query('ROLLBACK TO SAVEPOINT before_items');
  await keepWaiting(client, items, rootOf(jobId));
}

async function readItems(
  client: pg.PoolClient,
  collectionId: string,
  ids: readonly string[],
): Promise<Map<string, JsonObject>> {
  const { rows } = await client.query<{ id: string; item: JsonObject }>(
    'SELECT id, content_hydrate(items) AS item FROM items WHERE collection = $1 AND id = ANY ($2::text[])',
    [collectionId, ids],
  );
  return new Map(rows.map(({ id, item }) => [id, item]));
}
