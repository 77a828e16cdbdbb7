import { isDeepStrictEqual } from 'node:util';
import { hasEnded } from '../../assets/states.ts';
import { duration } from '../format.ts';
import type { Job, JobNode } from '../gateway-client/gateway-client.ts';
import type { Outlook, Snapshot } from './follow-jobs.ts';
import { itemCounts } from './job-lines.ts';

/** What is different from the snapshot before: a job or a node each. */
export type Change =
  | { event: 'node'; node: JobNode; job_id: string }
  | ({ event: 'job'; job: Job } & Pick<Outlook, 'remaining_seconds' | 'waiting_for'>);

/** Percentages of one state count as different when they are so many points apart. */
const LOG_STEP = 10;

/** All changes, nodes first, so that a job's end is the last. */
export function changesBetween(before: Snapshot | undefined, { job, nodes, outlook }: Snapshot, step = 0): Change[] {
  const earlier = new Map(before?.nodes.map((node) => [node.node_id, node]));
  const changed = nodes.filter((node) => isNews(earlier.get(node.node_id), node, step));
  const changes: Change[] = changed.map((node) => ({ event: 'node', job_id: job.job_id, node }));
  if (!isNews(before?.job, job, step)) return changes;
  const { remaining_seconds, waiting_for } = outlook;
  return [...changes, { event: 'job', job, remaining_seconds, waiting_for }];
}

interface Progressing {
  state: string;
  percent: number;
  attempt: number;
  is_paused?: boolean;
  items?: object | null;
}

function isNews(before: Progressing | undefined, now: Progressing, step: number): boolean {
  if (before === undefined) return now.state !== 'pending';
  const kept = ['state', 'attempt', 'is_paused'] as const;
  if (kept.some((field) => before[field] !== now[field])) return true;
  return step === 0
    ? before.percent !== now.percent || !isDeepStrictEqual(before.items, now.items)
    : Math.floor(before.percent / step) !== Math.floor(now.percent / step);
}

/** The changes that a log is for, a line each: states, and every tenth percent. How jobs end is told by who follows them. */
export function changeLines(before: Snapshot | undefined, now: Snapshot): string[] {
  return (
    changesBetween(before, now, LOG_STEP)
      .filter((change) => change.event === 'node' || isJobNews(before?.job, change.job))
      // That a job goes on comes before what it goes on with.
      .sort((left, right) => Number(left.event === 'node') - Number(right.event === 'node'))
      .map(describe)
  );
}

function isJobNews(before: Job | undefined, now: Job): boolean {
  if (hasEnded(now.state)) return false;
  return before?.state !== now.state || before.is_paused !== now.is_paused || before.attempt !== now.attempt;
}

function describe(change: Change): string {
  if (change.event === 'job') {
    const { workflow_id, state, is_paused, attempt } = change.job;
    return `${workflow_id} ${is_paused ? 'paused' : state}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
  }
  const { node_id, handler, kind, state, percent, started_at, ended_at, note, items, attempt } = change.node;
  const share = state === 'running' && percent > 0 ? ` ${Math.floor(percent)} %` : '';
  const why = note === null ? '' : ` (${note})`;
  const again = attempt > 1 && state === 'running' ? `, attempt ${attempt}` : '';
  const of = items === null ? '' : `, ${itemCounts(items)}`;
  return `${node_id} ${handler ?? kind} ${state}${share}${again}${of}${took(started_at, ended_at)}${why}`;
}

function took(startedAt: string | null, endedAt: string | null): string {
  return startedAt === null || endedAt === null ? '' : `, ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`;
}
