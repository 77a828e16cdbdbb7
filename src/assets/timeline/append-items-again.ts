import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import type { ItemsLeft } from '../../plan/execution/items/items-left.ts';

/** So many items of a fan-out are named. */
export const MOST_NAMED_AGAIN = 100;

/** Names the items that the new attempt of a job runs again; where there are more, it says how many. */
export async function appendItemsAgain(
  client: pg.PoolClient,
  jobId: string,
  attempt: number,
  left: readonly ItemsLeft[],
): Promise<void> {
  const entries = left.flatMap(({ node_id, keys, total }) => {
    const named = keys.map((item_key) => ({ node_id, item_key, note: null as string | null }));
    const rest = total - keys.length;
    if (rest === 0) return named;
    return [
      ...named,
      { node_id, item_key: null, note: `${total} items run in this attempt: those named, and ${rest} more` },
    ];
  });
  if (entries.length === 0) return;
  await client.query(
    `INSERT INTO rhumbline.job_timeline (job_id, job_attempt, occurred_at, kind, node_id, item_key, state, note, entry_key)
     SELECT $1, $2, now(), 'node', node_id, item_key, 'pending', note,
            md5(concat_ws('|', 'again', $2::integer, node_id, item_key))::uuid
     FROM ROWS FROM (jsonb_to_recordset($3::jsonb) AS (node_id text, item_key text, note text)) WITH ORDINALITY
     ORDER BY ordinality
     ON CONFLICT ON CONSTRAINT job_timeline_once DO NOTHING`,
    [jobId, attempt, storableJson(entries)],
  );
}
