import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JsonObject } from '../../plan/json.ts';
import { timeOf } from './time.ts';

export const TIMELINE_KINDS = ['event', 'node', 'attempt_started', 'attempt_failed', 'progress'] as const;

export interface TimelineEntry {
  occurred_at: string;
  kind: (typeof TIMELINE_KINDS)[number];
  /** The job's attempt. */
  job_attempt: number;
  node_id: string | null;
  item_key: string | null;
  /** The handler's attempt. */
  attempt: number | null;
  state: string | null;
  percent: number | null;
  error: Fault | null;
  note: string | null;
  event: {
    kind: string;
    actor: string;
    request_id: string | null;
    before: JsonObject | null;
    after: JsonObject | null;
  } | null;
}

/** Where a page ended: the time in microseconds since the epoch, and the entry. */
export interface TimelineCursor {
  micros: string;
  entry_id: string;
}

export interface TimelinePage {
  entries: TimelineEntry[];
  /** Null: there is no more at present. */
  next: TimelineCursor | null;
}

interface Row extends Omit<TimelineEntry, 'occurred_at'> {
  occurred_at: Date;
  micros: string;
  entry_id: string;
}

/** A job's timeline in the order in which things happened. What is told late stands where it belongs, not at the end. */
export async function readTimeline(
  db: Queryable,
  jobId: string,
  { after, limit }: { after: TimelineCursor | null; limit: number },
): Promise<TimelinePage> {
  const { rows } = await db.query<Row>(
    `SELECT entry_id, (extract(epoch FROM entry.occurred_at) * 1000000)::bigint::text AS micros, entry.occurred_at,
            entry.kind, job_attempt, entry.node_id, item_key, attempt, state, round(percent::numeric, 1)::float8 AS percent,
            error, note,
            CASE WHEN event.event_id IS NOT NULL THEN jsonb_build_object('kind', event.kind, 'actor', event.actor,
              'request_id', event.request_id, 'before', event.before, 'after', event.after) END AS event
     FROM rhumbline.job_timeline AS entry LEFT JOIN rhumbline.events AS event USING (event_id)
     WHERE entry.job_id = $1
       AND ($2::bigint IS NULL OR (entry.occurred_at, entry_id) > (to_timestamp(0) + $2 * interval '1 microsecond', $3))
     ORDER BY entry.occurred_at, entry_id
     LIMIT $4`,
    [jobId, after?.micros ?? null, after?.entry_id ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(({ entry_id: _, micros: __, occurred_at, ...row }) => ({
      occurred_at: timeOf(occurred_at),
      ...row,
    })),
    next: rows.length > limit && last !== undefined ? { micros: last.micros, entry_id: last.entry_id } : null,
  };
}
