import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { hasEnded } from '../../assets/states.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { GatewayClient, Job, JobNode } from '../gateway-client/gateway-client.ts';

/** A job and its nodes as they were at one time. */
export interface Snapshot {
  readonly job: Job;
  readonly nodes: readonly JobNode[];
}

/** Shows how jobs get on; `show` is called for each job whenever there may be something new. */
export interface ProgressView {
  show(snapshot: Snapshot): void;
  /** Nothing more will be shown. */
  done(): void;
}

const SHORTEST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 1_000;
const PATIENCE_MS = 60_000;

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
  let before: Snapshot | undefined;
  let pause = SHORTEST_PAUSE_MS;
  for (;;) {
    const snapshot = await readPatiently(() => readSnapshot(gateway, jobId), signal);
    view.show(snapshot);
    if (hasEnded(snapshot.job.state)) return snapshot;
    pause = isDeepStrictEqual(snapshot, before) ? Math.min(pause * 1.4, LONGEST_PAUSE_MS) : SHORTEST_PAUSE_MS;
    before = snapshot;
    await sleep(pause, undefined, { signal });
  }
}

/** The nodes are read after the job, so that those of a job that has ended are as they ended. */
export async function readSnapshot(gateway: GatewayClient, jobId: string): Promise<Snapshot> {
  const job = await gateway.job(jobId);
  return { job, nodes: await gateway.jobNodes(jobId) };
}

/** A gateway that restarts, or a database behind it, is waited for. */
async function readPatiently<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const mayPass = error instanceof CliError && error.exitCode === EXIT.unreachable;
      if (!mayPass || Date.now() > end) throw error;
      await sleep(LONGEST_PAUSE_MS, undefined, { signal });
    }
  }
}
