import type pg from 'pg';
import type { JsonObject } from '../plan/json.ts';
import { ensureCollection, lockCatalogue } from './ensure-collection.ts';
import { inPgstac } from './in-pgstac.ts';
import { refuseReplacement } from './item-owner.ts';
import type { StacCollection, StacItem } from './stac.ts';

export interface Registration {
  collection_id: string;
  item_id: string;
  /** The job that registers it: items belong to its asset, and no other may replace them. */
  job_id: string;
  /** Made where the catalogue has none. */
  missingCollection?: StacCollection;
  /** Builds the item, knowing the one that it replaces. May be called more than once. */
  build: (replaced: JsonObject | undefined) => StacItem;
}

export interface Registered {
  item: StacItem;
  collection_created: boolean;
  replaced: boolean;
}

/**
 * Puts an item into its collection, in the place of the one of the same id if there is one, and brings the
 * collection's extent up to date. All or nothing, and one at a time, so that of two jobs the second sees the first's item.
 * @throws FaultError `collection_not_found`, `item_belongs_to_another_asset`, `item_superseded`, `invalid_item`,
 *   `catalogue_unavailable`
 */
export async function registerItem(pool: pg.Pool, registration: Registration): Promise<Registered> {
  const { collection_id, item_id, job_id, missingCollection, build } = registration;
  return inPgstac(pool, async (client) => {
    await lockCatalogue(client);
    const collection_created = await ensureCollection(client, collection_id, missingCollection);
    const existing = await readItem(client, collection_id, item_id);
    refuseReplacement(item_id, existing, job_id);
    const item = build(existing);
    await client.query('SELECT pgstac.upsert_item($1::jsonb)', [JSON.stringify(item)]);
    await updateExtent(client, collection_id);
    return { item, collection_created, replaced: existing !== undefined };
  });
}

async function readItem(client: pg.PoolClient, collectionId: string, itemId: string): Promise<JsonObject | undefined> {
  const { rows } = await client.query<{ item: JsonObject | null }>('SELECT pgstac.get_item($1, $2) AS item', [
    itemId,
    collectionId,
  ]);
  return rows[0]?.item ?? undefined;
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
