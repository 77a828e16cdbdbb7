import { proxySinks, type Sinks } from '@temporalio/workflow';
import { isSettled } from '../plan/graph-run.ts';
import type { NodeReport } from '../plan/job.ts';

/** A node of a used spec has changed its state. */
export interface NodeMove extends Pick<NodeReport, 'node_id' | 'state' | 'fault' | 'note'> {
  /** The run of the used spec: `<job>/<node>`, or `<job>/<node>/<key>`. */
  run_id: string;
  /** RFC 3339, UTC. */
  occurred_at: string;
}

export interface NewsSinks extends Sinks {
  news: {
    moved(move: NodeMove): void;
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
