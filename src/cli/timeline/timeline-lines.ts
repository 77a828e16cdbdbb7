import { clip, duration } from '../format.ts';
import type { TimelineEntry } from '../gateway-client/gateway-client.ts';
import type { Terminal } from '../terminal.ts';

const TIME_WIDTH = 12;
const LONGEST_NAME = 40;

/** A line for each entry: how long after the first it was, of what, and what happened. */
export function timelineLines(entries: readonly TimelineEntry[], style: Terminal['style']): string[] {
  const began = Date.parse(entries[0]?.occurred_at ?? '');
  const width = Math.min(LONGEST_NAME, Math.max(0, ...entries.map((entry) => placeOf(entry).length)));
  let attempt = 1;
  return entries.flatMap((entry) => {
    const when = duration(Date.parse(entry.occurred_at) - began).padStart(TIME_WIDTH);
    const line = `${style('dim', when)}  ${clip(placeOf(entry), width).padEnd(width)}  ${DESCRIBE[entry.kind](entry)}`;
    const isNext = entry.job_attempt > attempt;
    attempt = Math.max(attempt, entry.job_attempt);
    return isNext ? [style('bold', `attempt ${attempt} of the job`), line.trimEnd()] : [line.trimEnd()];
  });
}

function placeOf({ node_id, item_key }: TimelineEntry): string {
  return [node_id, item_key].filter((part) => part !== null).join('/');
}

const DESCRIBE: Readonly<Record<TimelineEntry['kind'], (entry: TimelineEntry) => string>> = {
  event: ({ event }) =>
    `${event?.kind}${event?.actor === undefined ? '' : ` by ${event.actor}`}${detailOf(event?.after)}`,
  node: ({ state, note, error }) => `${state}${note === null ? '' : ` (${note})`}${failure(error)}`,
  attempt_started: ({ attempt }) => `attempt ${attempt} started`,
  attempt_failed: ({ attempt, error }) => `attempt ${attempt} failed${failure(error)}`,
  progress: ({ percent }) => `${Math.floor(percent ?? 0)} %`,
};

function failure(error: TimelineEntry['error']): string {
  return error === null ? '' : `: ${error.code}: ${error.message}`;
}

const LONGEST_DETAIL = 120;

function detailOf(after: NonNullable<TimelineEntry['event']>['after'] | undefined): string {
  return after === null || after === undefined || Object.keys(after).length === 0
    ? ''
    : `  ${clip(JSON.stringify(after), LONGEST_DETAIL)}`;
}
