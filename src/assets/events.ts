import type { Queryable } from '../db/pool.ts';
import { storableJson } from '../db/storable-json.ts';
import type { JsonObject } from '../plan/json.ts';

/** On whose behalf something is changed. */
export interface Actor {
  /** `api-key:<prefix>`, `worker`, `reconciler`. */
  name: string;
  /** Of the HTTP request, where there was one. */
  request_id: string | null;
}

export type EventKind =
  | 'ApiKey:Created'
  | 'Asset:Created'
  | `AssetVersion:${'Submitted' | 'Processing' | 'Completed' | 'Failed' | 'Cancelled' | 'Approved' | 'Rejected'}`
  | `Job:${'Created' | 'Running' | 'Completed' | 'Failed' | 'Cancelled' | 'CancelRequested'}`
  | `Node:${'Pending' | 'Ready' | 'Running' | 'Completed' | 'Failed' | 'Skipped' | 'Cancelled'}`;

export interface NewEvent {
  kind: EventKind;
  actor: Actor;
  platform_id?: string | null;
  asset_id?: string | null;
  ordinal?: number | null;
  job_id?: string | null;
  node_id?: string | null;
  before?: JsonObject;
  after?: JsonObject;
}

/** Appends to the trail, in the transaction of the change that it tells of. */
export async function appendEvents(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `INSERT INTO rhumbline.events
       (kind, actor, request_id, platform_id, asset_id, ordinal, job_id, node_id, before, after)
     SELECT kind, actor, request_id, platform_id, asset_id, ordinal, job_id, node_id, before, after
     FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (kind text, actor text, request_id text, platform_id text,
       asset_id text, ordinal integer, job_id text, node_id text, before jsonb, after jsonb)) WITH ORDINALITY
     ORDER BY ordinality`,
    [
      storableJson(
        events.map(({ actor, ...event }) => ({ ...event, actor: actor.name, request_id: actor.request_id })),
      ),
    ],
  );
}

/** `completed` → `Completed`, for the kinds that are named after a state. */
export function capitalized<S extends string>(state: S): Capitalize<S> {
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}` as Capitalize<S>;
}
