import type { Queryable } from '../../db/pool.ts';
import type { Fault } from '../../plan/fault.ts';
import type { JsonObject } from '../../plan/json.ts';
import { type Page, type PageAsked, readPage } from './read-page.ts';
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

interface Row extends Omit<TimelineEntry, 'occurred_at'> {
  occurred_at: Date;
}

/** A job's timeline in the order in which things happened. What is told late stands where it belongs, not at the end. */
export async function readTimeline(db: Queryable, jobId: string, page: PageAsked): Promise<Page<TimelineEntry>> {
  const { rows, next } = await readPage<Row>(db, {
    ...page,
    select: 'occurred_at, kind, job_attempt, node_id, item_key, attempt, state, percent, error, note, event',
    from: 'rhumbline.timeline_view',
    where: [['job_id =', jobId]],
    key: [
      ['occurred_at', 'time'],
      ['entry_id', 'integer'],
    ],
  });
  return { rows: rows.map(({ occurred_at, ...row }) => ({ occurred_at: timeOf(occurred_at), ...row })), next };
}
