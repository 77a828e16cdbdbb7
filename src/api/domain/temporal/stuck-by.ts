import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Fault } from '../../../plan/fault.ts';
import { eventsBackwards } from './history.ts';

/** A workflow task that is tried so often is not about to succeed by itself; one that was in the way of a short outage is. */
const ATTEMPTS = 6;
/** Temporal keeps the first failure of such a row: after it come only signals and what ends meanwhile. */
const LOOKED_AT = 100;
const UNKNOWN = 'workflow_task_failed';
/** How the stack of an error of ours begins. */
const CODE = /^([a-z][a-z0-9_]*): /;

/**
 * Why a run's workflow task fails again and again, so that the run can do nothing more: its code does not replay, or a payload of
 * it cannot be read. Temporal tries for ever, since either may be mended.
 *
 * @returns undefined of a run that is not stuck
 */
export async function stuckBy(client: Client, run: WorkflowExecutionDescription): Promise<Fault | undefined> {
  const attempts = run.raw.pendingWorkflowTask?.attempt ?? 0;
  if (attempts < ATTEMPTS) return undefined;
  let looked = 0;
  for await (const { workflowTaskFailedEventAttributes: failed } of eventsBackwards(client, run)) {
    const { message, stackTrace } = failed?.failure ?? {};
    if (message) return { code: CODE.exec(stackTrace ?? '')?.[1] ?? UNKNOWN, message };
    looked += 1;
    if (looked === LOOKED_AT) break;
  }
  return { code: UNKNOWN, message: 'The workers’ logs say why its workflow task fails.' };
}
