import { type Client, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { News } from '../../../assets/record-news.ts';
import type { Fault } from '../../../plan/fault.ts';
import type { JobState, RunPlanResult } from '../../../plan/job.ts';
import { isJsonObject } from '../../../plan/json.ts';
import { withDeadline } from './deadline.ts';
import { describeRun } from './describe-run.ts';
import { stuckBy } from './stuck-by.ts';
import { troublesIn } from './troubles-in.ts';

/** What Temporal knows of the workflow of a job's attempt. `not_yet`: only of an attempt before it. */
export type WorkflowLook =
  /** `stuck`: it fails to go on, again and again, by this. */
  | { kind: 'running'; troubles: News[]; stuck: Fault | undefined }
  | { kind: 'unknown' }
  | { kind: 'not_yet' }
  | { kind: 'closed'; state: Extract<JobState, 'completed'>; result: RunPlanResult }
  | { kind: 'closed'; state: Extract<JobState, 'failed' | 'cancelled'>; fault: Fault };

/** @throws whatever the client does when Temporal cannot be reached: no conclusion may be drawn from that */
export async function lookAtWorkflow(client: Client, jobId: string, attempt: number): Promise<WorkflowLook> {
  const run = await describeRun(client, jobId);
  if (run === undefined) return { kind: 'unknown' };
  if (run.attempt < attempt) return { kind: 'not_yet' };
  const conclude = CLOSED[run.status];
  if (conclude) return conclude(client, jobId);
  const { description } = run;
  return {
    kind: 'running',
    troubles: await troublesIn(client, description),
    stuck: await stuckBy(client, description),
  };
}

type Conclude = (client: Client, jobId: string) => Promise<WorkflowLook>;

const CLOSED: Readonly<Partial<Record<string, Conclude>>> = {
  COMPLETED: resultOf,
  FAILED: resultOf,
  TERMINATED: closedBy('failed', 'workflow_terminated', 'The job was terminated from outside before it could end.'),
  TIMED_OUT: closedBy('failed', 'workflow_timed_out', 'The job took longer than it was allowed to.'),
  CANCELLED: closedBy('cancelled', 'workflow_cancelled', 'The job was cancelled from outside.'),
};

function closedBy(state: 'failed' | 'cancelled', code: string, message: string): Conclude {
  return async () => ({ kind: 'closed', state, fault: { code, message } });
}

/** A workflow that ended by itself without its last report having been taken in: what it would have said. */
async function resultOf(client: Client, jobId: string): Promise<WorkflowLook> {
  try {
    const result: unknown = await withDeadline(client, () => client.workflow.getHandle(jobId).result());
    if (isRunPlanResult(result)) return { kind: 'closed', state: 'completed', result };
    const fault = { code: 'workflow_result_unreadable', message: 'The job ended with a result of another form.' };
    return { kind: 'closed', state: 'failed', fault };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { kind: 'closed', state: 'failed', fault: faultOf(error) };
  }
}

function isRunPlanResult(value: unknown): value is RunPlanResult {
  return isJsonObject(value) && isJsonObject(value.outputs) && isJsonObject(value._provenance);
}

const STABLE_CODE = /^[a-z][a-z0-9_]*$/;

/** The innermost failure that has a code of ours. */
function faultOf(error: WorkflowFailedError): Fault {
  let fault: Fault = {
    code: 'workflow_failed',
    message: 'The job failed without a reason that it could still report.',
  };
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    const code = cause instanceof ApplicationFailure ? cause.type : undefined;
    if (code && STABLE_CODE.test(code)) fault = { code, message: cause.message };
  }
  return fault;
}
