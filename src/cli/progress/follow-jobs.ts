import { hasEnded } from '../../assets/states.ts';
import type { GatewayClient, Job, JobNode, JobProgress } from '../gateway-client/gateway-client.ts';
import { patiently, progressOf } from './progress-of.ts';

/** A job and its nodes as they were at one time. */
export interface Snapshot {
  readonly job: Job;
  readonly nodes: readonly JobNode[];
  /** What a job waits for, and how long it may take yet. */
  readonly outlook: Outlook;
}

export type Outlook = Pick<JobProgress, 'remaining_seconds' | 'waiting_for'>;

/** Shows how jobs get on; `show` is called for each job whenever there may be something new. */
export interface ProgressView {
  show(snapshot: Snapshot): void;
  /** Nothing more will be shown. */
  done(): void;
}

/**
 * Follows jobs to their ends, at the same time.
 *
 * @returns each job as it ended, in the order asked for
 * @throws CliError where the gateway refuses, or is away for more than a minute; the signal's reason when aborted
 */
export async function followJobs(
  gateway: GatewayClient,
  jobIds: readonly string[],
  view: ProgressView,
  signal: AbortSignal,
): Promise<Snapshot[]> {
  // When one cannot be followed any more, the others are not either.
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  try {
    return await Promise.all(jobIds.map((jobId) => followJob(gateway, jobId, view, either)));
  } finally {
    end.abort();
    view.done();
  }
}

async function followJob(gateway: GatewayClient, jobId: string, view: ProgressView, signal: AbortSignal) {
  for await (const progress of progressOf(gateway, jobId, signal)) {
    const snapshot = await patiently(() => readSnapshot(gateway, jobId, progress), signal);
    view.show(snapshot);
    if (hasEnded(snapshot.job.state)) return snapshot;
  }
  throw new Error(`the progress of ${jobId} stopped before its end`);
}

const NOTHING_LEFT: Outlook = { remaining_seconds: null, waiting_for: [] };

/** The nodes are read after the job, so that those of a job that has ended are as they ended. */
export async function readSnapshot(gateway: GatewayClient, jobId: string, progress?: JobProgress): Promise<Snapshot> {
  const job = await gateway.job(jobId);
  const nodes = await gateway.jobNodes(jobId);
  if (hasEnded(job.state)) return { job, nodes, outlook: NOTHING_LEFT };
  return { job, nodes, outlook: progress ?? (await gateway.progress(jobId)) };
}
