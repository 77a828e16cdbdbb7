import { type Client, isGrpcServiceError, ServiceError } from '@temporalio/client';
import { childId, plainChildId, unescaped } from '../../../plan/execution/child-id.ts';
import { isSameWork } from '../../../plan/execution/resume.ts';
import { FaultError } from '../../../plan/fault.ts';
import { type JobSnapshot, type RecallRequest, type RunPlanInput, SNAPSHOT } from '../../../plan/job.ts';
import { inputOf, lastRunOf, type RunId } from './history.ts';
import { keptSnapshot } from './kept-snapshot.ts';

/** A worker has to go through the run's history to answer. */
const QUERY_DEADLINE_MS = 15_000;

/**
 * What a run of a used spec has come to, for one that does the same work and goes on from there. A run that failed or was
 * cancelled has left it in its history; one that was ended with its job from outside is asked; one that came to nothing itself is
 * where the run before it was.
 *
 * @returns undefined when the work is other work by now, or when nobody can tell any more
 * @throws whatever the client does when Temporal or the storage cannot be reached: that can be tried again
 */
export async function recallSnapshot(client: Client, request: RecallRequest): Promise<JobSnapshot | undefined> {
  const { workflow_id: workflowId, run_id, before } = request;
  try {
    const asking = await inputOf(client, { workflowId, runId: run_id });
    for (let runId: string | undefined = before; runId !== undefined; ) {
      const { run, input } = await runAt(client, idsOf(workflowId, asking), runId);
      if (!isSameWork(input, asking)) return undefined;
      const snapshot = await toldBy(client, await lastRunOf(client, run));
      if (snapshot && Object.keys(snapshot.nodes).length > 0) return snapshot;
      runId = input.before;
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return undefined;
}

/** Under which ids a run of the same node and key may be, its own first. */
function idsOf(workflowId: string, { parent }: RunPlanInput): string[] {
  if (!parent) return [workflowId];
  const { job_id, node_id, key } = parent;
  const before = unescaped(job_id);
  return [...new Set([workflowId, plainChildId(before, node_id, key), childId(before, node_id, key)])];
}

async function runAt(
  client: Client,
  [workflowId = '', ...others]: readonly string[],
  runId: string,
): Promise<{ run: RunId; input: RunPlanInput }> {
  const run = { workflowId, runId };
  try {
    return { run, input: await inputOf(client, run) };
  } catch (error) {
    if (others.length === 0 || !isGone(error)) throw error;
    return runAt(client, others, runId);
  }
}

async function toldBy(client: Client, run: RunId): Promise<JobSnapshot | undefined> {
  const kept = await keptSnapshot(client, run);
  if (kept) return kept;
  const handle = client.workflow.getHandle(run.workflowId, run.runId);
  const ask = () => handle.query<JobSnapshot>(SNAPSHOT);
  // That Temporal is there was seen just now: whatever it is, there is no worker that can tell.
  return client.connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, ask).catch(() => undefined);
}

/** gRPC's NOT_FOUND. */
const NOT_FOUND = 5;

/** The history or a payload of it is not kept any more. */
function isGone(error: unknown): boolean {
  if (error instanceof FaultError) return !error.retryable;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && cause.code === NOT_FOUND;
}
