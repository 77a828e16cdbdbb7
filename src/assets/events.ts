import type { Queryable } from '../db/pool.ts';
import { storableJson } from '../db/storable-json.ts';
import type { JsonObject } from '../plan/json.ts';
import { announceVersions } from './webhooks/announce-versions.ts';

/** On whose behalf something is changed. */
export interface Actor {
  /** `api-key:<prefix>`, `entra:<object id>`, `worker`, `reconciler`. */
  name: string;
  /** Of the HTTP request, where there was one. */
  request_id: string | null;
}

export type EventKind =
  | `ApiKey:${'Created' | 'Rotated' | 'Revoked'}`
  | `WebhookSecret:${'Created' | 'Rotated'}`
  | `LayerMetadata:${'Created' | 'Replaced' | 'Deleted'}`
  | `Webhook:${'GivenUp' | 'RedeliveryRequested'}`
  | `Platform:${'Created' | 'Updated' | 'Activated' | 'Deactivated'}`
  | `Asset:${'Created' | 'Cleared' | 'Published' | 'Deleted' | 'Restored'}`
  | 'AssetVersion:Reprocessed'
  | 'Schema:Deployed'
  | `AssetVersion:${'Submitted' | 'Queued' | 'Processing' | 'Completed' | 'Failed' | 'Cancelled' | 'Approved' | 'Rejected'}`
  | `Job:${'Created' | 'Running' | 'Completed' | 'Failed' | 'Cancelled' | 'Paused' | 'Resumed' | 'Stuck' | 'GivenUp'}`
  | 'Job:OutputsGiven'
  | `Job:${'Cancel' | 'Pause' | 'Resume' | 'Retry'}Requested`
  | `Approval:${'Approved' | 'Rejected'}`
  | `Node:${'Pending' | 'Ready' | 'Running' | 'Completed' | 'Failed' | 'Skipped' | 'Cancelled'}`;

export interface NewEvent {
  kind: EventKind;
  actor: Actor;
  /** RFC 3339. Now when absent. */
  occurred_at?: string;
  platform_id?: string | null;
  asset_id?: string | null;
  ordinal?: number | null;
  job_id?: string | null;
  node_id?: string | null;
  before?: JsonObject;
  after?: JsonObject;
}

/**
 * Appends to the trail, in the transaction of the change that it tells of. What concerns a job stands in its timeline as
 * well, but for the changes of its nodes: those are there with their own times. What a client asked to be told of is written
 * down to be sent.
 */
export async function appendEvents(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db.query(
    `WITH appended AS (
       INSERT INTO rhumbline.events
         (occurred_at, kind, actor, request_id, platform_id, asset_id, ordinal, job_id, node_id, before, after)
       SELECT COALESCE(occurred_at, now()), kind, actor, request_id, platform_id, asset_id, ordinal, job_id, node_id,
              before, after
       FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (occurred_at timestamptz, kind text, actor text, request_id text,
         platform_id text, asset_id text, ordinal integer, job_id text, node_id text, before jsonb, after jsonb))
         WITH ORDINALITY
       ORDER BY ordinality
       RETURNING event_id, occurred_at, kind, job_id, node_id)
     INSERT INTO rhumbline.job_timeline (job_id, job_attempt, occurred_at, kind, node_id, event_id, entry_key)
     SELECT job_id, job.attempt, occurred_at, 'event', node_id, event_id, md5('event:' || event_id)::uuid
     FROM appended JOIN rhumbline.jobs AS job USING (job_id)
     WHERE kind NOT LIKE 'Node:%'
     ORDER BY event_id`,
    [
      storableJson(
        events.map(({ actor, ...event }) => ({ ...event, actor: actor.name, request_id: actor.request_id })),
      ),
    ],
  );
  await announceVersions(db, events);
}

/** `completed` → `Completed`, for the kinds that are named after a state. */
export function capitalized<S extends string>(state: S): Capitalize<S> {
  return `${state.charAt(0).toUpperCase()}${state.slice(1)}` as Capitalize<S>;
}
