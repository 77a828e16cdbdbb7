import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../db/pool.ts';
import { storableJson } from '../../db/storable-json.ts';
import type { EventKind, NewEvent } from '../events.ts';
import { readStatus, type SubmissionStatus } from '../reads/read-status.ts';

/** What clients are told of, by what the trail calls it. Of the submission itself the client knows. */
export const WEBHOOK_TYPES = {
  'AssetVersion:Queued': 'version.processing.queued',
  'AssetVersion:Reprocessed': 'version.processing.queued',
  'AssetVersion:Processing': 'version.processing.started',
  'AssetVersion:Completed': 'version.processing.completed',
  'AssetVersion:Failed': 'version.processing.failed',
  'AssetVersion:Cancelled': 'version.processing.cancelled',
  'AssetVersion:Approved': 'version.approval.approved',
  'AssetVersion:Rejected': 'version.approval.rejected',
} as const satisfies Partial<Record<EventKind, string>>;

export type WebhookType = (typeof WEBHOOK_TYPES)[keyof typeof WEBHOOK_TYPES];

/** The body of a callback, by Standard Webhooks. */
export interface WebhookBody {
  type: WebhookType;
  /** When it happened: RFC 3339, UTC. */
  timestamp: string;
  /** The submission as its status URL shows it at that time. */
  data: SubmissionStatus;
}

/**
 * Writes down the callbacks that changes of versions ask for, in the transaction of the changes. Where nobody gave a
 * `callback_url`, nothing is written.
 */
export async function announceVersions(db: Queryable, events: readonly NewEvent[]): Promise<void> {
  for (const event of events) {
    if (isAnnounced(event.kind)) await announce(db, WEBHOOK_TYPES[event.kind], event);
  }
}

function isAnnounced(kind: EventKind): kind is keyof typeof WEBHOOK_TYPES {
  return Object.hasOwn(WEBHOOK_TYPES, kind);
}

interface Announced {
  platform_id: string;
  request_id: string;
  callback_url: string;
  processing_state: string;
}

async function announce(db: Queryable, type: WebhookType, event: NewEvent): Promise<void> {
  const { rows } = await db.query<Announced>(
    `SELECT version.platform_id, version.request_id, job.callback_url, version.processing_state
     FROM rhumbline.asset_versions AS version JOIN rhumbline.jobs AS job ON job.job_id = version.current_job_id
     WHERE version.asset_id = $1 AND version.ordinal = $2 AND job.callback_url IS NOT NULL`,
    [event.asset_id, event.ordinal],
  );
  const version = rows[0];
  if (version === undefined) return;
  // Of a job that was told of when it had ended already there is no beginning to tell.
  const { processing_state = version.processing_state } = event.after ?? {};
  if (processing_state !== version.processing_state) return;
  const data = await readStatus(db, version.request_id, { platform_id: version.platform_id, deleted_too: true });
  if (data === undefined) throw new Error(`the submission ${version.request_id} is gone`);
  const body: WebhookBody = { type, timestamp: event.occurred_at ?? data.updated_at, data };
  await db.query(
    `INSERT INTO rhumbline.webhook_deliveries
       (delivery_id, platform_id, asset_id, ordinal, request_id, type, url, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[`msg_${randomUUID().replaceAll('-', '')}`, version.platform_id, event.asset_id, event.ordinal],
      ...[version.request_id, type, version.callback_url, storableJson(body)],
    ],
  );
}
