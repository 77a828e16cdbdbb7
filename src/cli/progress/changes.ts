import { hasEnded } from '../../assets/states.ts';
import { duration } from '../format.ts';
import type { Job, JobNode } from '../gateway-client/gateway-client.ts';
import type { Snapshot } from './follow-jobs.ts';

/** What is different from the snapshot before: a job or a node each. */
export type Change = { event: 'node'; node: JobNode; job_id: string } | { event: 'job'; job: Job };

/** Percentages of one state count as different when they are so many points apart. */
const LOG_STEP = 10;

/** All changes, nodes first, so that a job's end is the last. */
export function changesBetween(before: Snapshot | undefined, { job, nodes }: Snapshot, step = 0): Change[] {
  const earlier = new Map(before?.nodes.map((node) => [node.node_id, node]));
  const changed = nodes.filter((node) => isNews(earlier.get(node.node_id), node, step));
  const changes: Change[] = changed.map((node) => ({ event: 'node', job_id: job.job_id, node }));
  return isNews(before?.job, job, step) ? [...changes, { event: 'job', job }] : changes;
}

interface Progressing {
  state: string;
  percent: number;
}

function isNews(before: Progressing | undefined, now: Progressing, step: number): boolean {
  if (before === undefined) return now.state !== 'pending';
  if (before.state !== now.state) return true;
  return step === 0
    ? before.percent !== now.percent
    : Math.floor(before.percent / step) !== Math.floor(now.percent / step);
}

/** The changes that a log is for, a line each: states, and every tenth percent. How jobs end is told by who follows them. */
export function changeLines(before: Snapshot | undefined, now: Snapshot): string[] {
  return changesBetween(before, now, LOG_STEP)
    .filter(
      (change) => change.event === 'node' || (change.job.state !== before?.job.state && !hasEnded(change.job.state)),
    )
    .map(describe);
}

function describe(change: Change): string {
  if (change.event === 'job') {
    return `${change.job.workflow_id} ${change.job.state}`;
  }
  const { node_id, handler, kind, state, percent, started_at, ended_at, note } = change.node;
  const share = state === 'running' && percent > 0 ? ` ${Math.floor(percent)} %` : '';
  const why = note === null ? '' : ` (${note})`;
  return `${node_id} ${handler ?? kind} ${state}${share}${took(started_at, ended_at)}${why}`;
}

function took(startedAt: string | null, endedAt: string | null): string {
  return startedAt === null || endedAt === null ? '' : `, ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`;
}
