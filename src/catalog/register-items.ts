import type pg from 'pg';
import type { JsonObject } from '../plan/json.ts';
import { copyItems } from './copy-items.ts';
import { ensureCollection, lockCatalogue } from './ensure-collection.ts';
import { inPgstac } from './in-pgstac.ts';
import { refuseReplacement } from './item-owner.ts';
import type { StacCollection, StacItem } from './stac.ts';

/** Builds an item, knowing the one that it replaces. May be called more than once. */
export type ItemBuilder = (replaced: JsonObject | undefined) => StacItem;

export interface Registration {
  collection_id: string;
  /** The job that registers them: items belong to its asset, and no other may replace them. */
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
  /** How many took the place of another. */
  replaced: number;
}

/**
 * Puts items into their collection, in the place of those of the same ids that are there, and brings the collection's
 * extent up to date. All or nothing, and one registration at a time, so that of two jobs the second sees the first's items.
 * @throws FaultError `collection_not_found`, `item_belongs_to_another_asset`, `item_superseded`, `invalid_item`,
 *   `catalogue_unavailable`, and what a builder throws
 */
export async function registerItems(pool: pg.Pool, registration: Registration): Promise<Registered> {
  const { collection_id, job_id, missingCollection, builders } = registration;
  return inPgstac(pool, async (client) => {
    await lockCatalogue(client);
    const collection_created = await ensureCollection(client, collection_id, missingCollection);
    const existing = await readItems(client, collection_id, [...builders.keys()]);
    const items = [...builders].map(([id, build]) => {
      refuseReplacement(id, existing.get(id), job_id);
      return build(existing.get(id));
    });
    await copyItems(client, 'items_staging_upsert', items);
    await updateExtent(client, collection_id);
    return { items, collection_created, replaced: existing.size };
  });
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

/** pgstac does so only for all collections at once. */
async function updateExtent(client: pg.PoolClient, collectionId: string): Promise<void> {
  await client.query(
    `UPDATE pgstac.collections
        SET content = jsonb_set_lax(content, '{extent}', pgstac.collection_extent(id, true), true, 'return_target')
      WHERE id = $1`,
    [collectionId],
  );
}
