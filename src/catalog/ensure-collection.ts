import type pg from 'pg';
import { FaultError } from '../plan/fault.ts';
import type { StacCollection } from './stac.ts';

/**
 * One writer at a time in the whole catalogue: pgstac makes and alters partitions as items come, which locks tables that
 * all collections share, in an order of its own. It also swallows the deadlocks that writers side by side get into, and
 * fails later for want of the partition. Held until the transaction ends; a registration takes some 20 ms.
 */
export async function lockCatalogue(client: pg.PoolClient): Promise<void> {
  await client.query('SELECT rhumbline.lock_catalogue()');
}

/**
 * Makes sure of a collection.
 * @param missing the collection to make where there is none; undefined makes none
 * @returns whether it was made
 * @throws FaultError `collection_not_found`
 */
export async function ensureCollection(
  client: pg.PoolClient,
  collectionId: string,
  missing: StacCollection | undefined,
): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pgstac.collections WHERE id = $1', [collectionId]);
  if (rowCount === 1) return false;
  if (missing) {
    await client.query('SELECT pgstac.create_collection($1::jsonb)', [JSON.stringify(missing)]);
    return true;
  }
  const message = `There is no collection ${collectionId} in the catalogue. Make it first, or set create_collection.`;
  throw new FaultError({ code: 'collection_not_found', message });
}
