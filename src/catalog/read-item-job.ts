import type { Queryable } from '../db/pool.ts';
import { JOB_PROPERTY } from './item-owner.ts';

/** The job that registered an item: null where the item does not say, undefined where there is no such item. */
export async function readItemJob(
  db: Queryable,
  collectionId: string,
  itemId: string,
): Promise<string | null | undefined> {
  const { rows } = await db.query<{ job_id: string | null }>(
    "SELECT content->'properties'->>$3 AS job_id FROM pgstac.items WHERE collection = $1 AND id = $2",
    [collectionId, itemId, JOB_PROPERTY],
  );
  return rows[0]?.job_id;
}
