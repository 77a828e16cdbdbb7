import type pg from 'pg';

/**
 * Holds an asset's row until the transaction ends, so that none of its versions is decided on meanwhile. Before the catalogue is
 * locked: an approval, which may put items there, has the row by then.
 */
export async function holdAsset(client: pg.PoolClient, assetId: string): Promise<void> {
  await client.query('SELECT FROM rhumbline.assets WHERE asset_id = $1 FOR SHARE', [assetId]);
}

/** Of these ids, those whose items in the catalogue are of an approved version, which stay until that of the job is approved too. */
export async function findApprovedItems(
  client: pg.PoolClient,
  collectionId: string,
  ids: readonly string[],
  jobId: string,
): Promise<Set<string>> {
  const { rows } = await client.query<{ item_id: string }>(
    `SELECT item.item_id FROM rhumbline.item_jobs AS item
     JOIN rhumbline.asset_versions AS version ON version.current_job_id = item.job_id
     WHERE item.collection_id = $1 AND item.item_id = ANY($2::text[]) AND version.approval_state = 'approved'
       AND NOT EXISTS (SELECT FROM rhumbline.asset_versions WHERE current_job_id = $3 AND approval_state = 'approved')`,
    [collectionId, ids, jobId],
  );
  return new Set(rows.map(({ item_id }) => item_id));
}

/**
 * Keeps items aside until the version of the job is approved: a trigger puts them into the catalogue then, and drops them when it is
 * rejected or has another job. Those of a job that is no longer its version's are not kept.
 */
export async function keepWaiting(client: pg.PoolClient, items: readonly object[], jobId: string): Promise<void> {
  await client.query(
    `INSERT INTO rhumbline.waiting_items (collection_id, item_id, job_id, content)
     SELECT content->>'collection', content->>'id', $1, content FROM unnest($2::jsonb[]) AS content
     WHERE EXISTS (
       SELECT FROM rhumbline.asset_versions WHERE current_job_id = $1 AND approval_state = 'pending_review')
     ON CONFLICT (collection_id, item_id) DO UPDATE SET job_id = EXCLUDED.job_id, content = EXCLUDED.content`,
    [jobId, items.map((item) => JSON.stringify(item))],
  );
}
