import type { Queryable } from '../../db/pool.ts';
import type { JsonObject } from '../../plan/json.ts';
import { findItems } from './find-items.ts';
import type { ItemRef } from './item-search.ts';
import type { Viewer } from './viewer.ts';

/** An item; undefined where it is not there for the viewer. */
export async function findItem(db: Queryable, ref: ItemRef, viewer: Viewer): Promise<JsonObject | undefined> {
  const asked = { collections: [ref.collection_id], ids: [ref.item_id], sortby: [], limit: 1, after: null };
  return (await findItems(db, asked, viewer)).items[0];
}
