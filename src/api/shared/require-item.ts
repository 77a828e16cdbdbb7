import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import { findItem } from '../../catalog/search/find-item.ts';
import type { ItemRef } from '../../catalog/search/item-search.ts';
import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';
import { ProblemError } from './problem.ts';
import { viewerOf } from './viewer-of.ts';

/** What is not for the caller is not there. @throws ProblemError `item_not_found` */
export async function requireItem(db: Queryable, ref: ItemRef, identity: Identity): Promise<JsonObject> {
  const found = await findItem(db, ref, viewerOf(identity));
  if (found) return found;
  const { collection_id, item_id } = ref;
  throw new ProblemError('item_not_found', `There is no item ${item_id} in the collection ${collection_id}.`);
}
