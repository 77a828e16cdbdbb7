import type { Info } from '@temporalio/activity';
import type { Fault } from '../../../plan/fault.ts';
import { jobIdOf } from '../job-id.ts';
import type { NewsSink } from './batcher.ts';
import { newsPlace } from './place.ts';

/** Tells what becomes of one attempt. */
export interface AttemptTeller {
  started(): void;
  failed(error: Fault): void;
  progressed(percent: number): void;
}

export const SILENT: AttemptTeller = { started() {}, failed() {}, progressed() {} };

/** Of an attempt that Temporal runs as an activity. */
export function newsOf(info: Info, sink: NewsSink): AttemptTeller {
  return newsOfItem(info, { ...splitActivityId(info.activityId), attempt: info.attempt }, sink);
}

/** Of an attempt that a chunk runs as one of its items: the first one's beginning is no news, there are too many. */
export function newsOfItem(
  info: Info,
  { attempt, ...named }: { node_id: string; item_key: string | null; attempt: number },
  sink: NewsSink,
): AttemptTeller {
  const place = { ...newsPlace(jobIdOf(info), named), attempt };
  const now = () => new Date().toISOString();
  return {
    started() {
      if (place.item_key !== null && attempt === 1) return;
      sink.tell({ ...place, kind: 'attempt_started', occurred_at: now() });
    },
    failed(error) {
      sink.tell({ ...place, kind: 'attempt_failed', error, occurred_at: now() });
    },
    progressed(percent) {
      // One item of a fan-out says nothing about how far its node is: the interpreter counts them.
      if (place.item_key === null) sink.tell({ ...place, kind: 'progress', percent, occurred_at: now() });
    },
  };
}

/** An activity's id is its node's; for an item of a fan-out `<node id>/<key>`. A node's id has no slash. */
export function splitActivityId(activityId: string): { node_id: string; item_key: string | null } {
  const slash = activityId.indexOf('/');
  if (slash < 0) return { node_id: activityId, item_key: null };
  return { node_id: activityId.slice(0, slash), item_key: activityId.slice(slash + 1) };
}
