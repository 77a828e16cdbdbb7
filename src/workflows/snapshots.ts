import { CancellationScope, proxyActivities, workflowInfo } from '@temporalio/workflow';
import { resumeFrom } from '../plan/execution/resume.ts';
import {
  type JobSnapshot,
  KEEP_SNAPSHOT,
  RECALL_SNAPSHOT,
  type RecallRequest,
  type RunPlanInput,
} from '../plan/job.ts';

interface Keepers {
  [KEEP_SNAPSHOT](nothing: Record<string, never>, kept: JobSnapshot): Promise<unknown>;
  [RECALL_SNAPSHOT](request: RecallRequest): Promise<{ snapshot: JobSnapshot | null }>;
}

/** Until it is done, however long the storage is away. */
const RETRY = { initialInterval: '500ms', maximumInterval: '15s' } as const;
const keepers = proxyActivities<Keepers>({ startToCloseTimeout: '30s', activityId: KEEP_SNAPSHOT, retry: RETRY });
/** It may have to ask a worker, which takes its time. */
const recallers = proxyActivities<Keepers>({ startToCloseTimeout: '2m', activityId: RECALL_SNAPSHOT, retry: RETRY });

/**
 * Keeps what a used spec has done in its own history, as a job does beside its last report: there the next run of it finds it,
 * and the job around it need not carry it.
 */
export async function keepSnapshot(snapshot: JobSnapshot): Promise<void> {
  await keepers[KEEP_SNAPSHOT]({}, snapshot);
}

/** The input of a used spec with what the run before it has done, so that only the rest runs again. */
export async function withWhatIsDone(input: RunPlanInput, before: string): Promise<RunPlanInput> {
  const { workflowId: workflow_id, runId: run_id } = workflowInfo();
  // Also when it is cancelled meanwhile: else it would end without knowing what it has to keep.
  const { snapshot } = await CancellationScope.nonCancellable(() =>
    recallers[RECALL_SNAPSHOT]({ workflow_id, run_id, before }),
  );
  return snapshot === null ? input : { ...input, resume: resumeFrom(input.plan, snapshot, {}) };
}
