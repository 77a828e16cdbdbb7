import { proxySinks, type Sinks } from '@temporalio/workflow';
import { countOf } from '../plan/execution/items/ranges.ts';
import { batchName } from '../plan/execution/items/run-batches.ts';
import { isSettled } from '../plan/graph-run.ts';
import type { ItemCounts, ItemsSnapshot, NodeReport, RunItemsInput } from '../plan/job.ts';

/** A node of a used spec has changed its state. */
export interface NodeMove extends Pick<NodeReport, 'node_id' | 'state' | 'fault' | 'note'> {
  /** The run of the used spec: `<job>/<node>`, or `<job>/<node>/<key>`. */
  run_id: string;
  /** RFC 3339, UTC. */
  occurred_at: string;
}

/** How far a batch of a fan-out's items is, with the runs of it before this one. */
export interface BatchCounts extends Pick<ItemCounts, 'completed' | 'failed' | 'skipped'> {
  /** The job, or the used spec, that it works for. */
  run_id: string;
  node_id: string;
  part: string;
  /** RFC 3339, UTC. */
  occurred_at: string;
}

export interface NewsSinks extends Sinks {
  news: {
    moved(move: NodeMove): void;
    counted(counts: BatchCounts): void;
  };
}

const { news } = proxySinks<NewsSinks>();

/**
 * Tells the worker that a node of a used spec has moved, for the job's timeline. By a sink, which takes no place in the history:
 * there may be thousands of such runs, and the work does not hang on what is told.
 */
export function tellMove(run_id: string, report: NodeReport): void {
  const { node_id, state, fault, note, ready_at, started_at, ended_at } = report;
  const reached = state === 'ready' ? ready_at : isSettled(state) ? ended_at : started_at;
  const occurred_at = reached ?? new Date().toISOString();
  news.moved({ run_id, node_id, state, fault: isSettled(state) ? fault : null, note, occurred_at });
}

const COUNTS_INTERVAL_MS = 2_000;

/** Tells now and then how far a batch is, for the job's progress, by the same way. */
export function batchTeller({ job_id, batch, so_far }: RunItemsInput): (counts: ItemCounts) => void {
  const before = so_far.map(countsOf);
  const sum = (state: keyof Done, now: number) => before.reduce((total, done) => total + done[state], now);
  let toldAt = 0;
  return ({ completed, failed, skipped }) => {
    if (Date.now() - toldAt < COUNTS_INTERVAL_MS) return;
    toldAt = Date.now();
    news.counted({
      ...{ run_id: job_id, node_id: batch.node_id, part: batchName(batch) },
      completed: sum('completed', completed),
      failed: sum('failed', failed),
      skipped: sum('skipped', skipped),
      occurred_at: new Date(toldAt).toISOString(),
    });
  };
}

type Done = ReturnType<typeof countsOf>;

function countsOf({ results, failures, skipped }: ItemsSnapshot) {
  const completed = results.reduce((total, { ranges }) => total + countOf(ranges), 0);
  return { completed, failed: failures.length, skipped: countOf(skipped) };
}
