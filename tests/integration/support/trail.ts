import type pg from 'pg';

/** Of an asset, oldest first: kinds, without those of nodes and those that a job itself reports. */
export async function trailOf(pool: pg.Pool, assetId: string, after = 0): Promise<{ last: number; kinds: string[] }> {
  const { rows } = await pool.query<{ event_id: string; kind: string }>(
    `SELECT event_id, kind FROM rhumbline.events
     WHERE asset_id = $1 AND event_id > $2 AND kind NOT LIKE 'Node:%'
     ORDER BY event_id`,
    [assetId, after],
  );
  return { last: Number(rows.at(-1)?.event_id ?? after), kinds: rows.map(({ kind }) => kind) };
}

export interface Trailed {
  actor: string;
  request_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** The last event of a kind. */
export async function lastEvent(pool: pg.Pool, assetId: string, kind: string): Promise<Trailed | undefined> {
  const { rows } = await pool.query<Trailed>(
    `SELECT actor, request_id, before, after FROM rhumbline.events WHERE asset_id = $1 AND kind = $2
     ORDER BY event_id DESC LIMIT 1`,
    [assetId, kind],
  );
  return rows[0];
}
