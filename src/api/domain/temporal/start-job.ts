import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client';
import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  SearchAttributeType,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { UnfinishedJob } from '../../../assets/claim-jobs-to-reconcile.ts';
import { RUN_PLAN, type RunPlanInput, type TaskQueues } from '../../../plan/job.ts';
import { withDeadline } from './deadline.ts';

export type StartableJob = Pick<UnfinishedJob, 'job_id' | 'attempt' | 'asset' | 'plan' | 'inputs' | 'software_version'>;

/** `refused`: Temporal will never take it. `unavailable`: it may, later. */
export type StartOutcome =
  | { kind: 'started' }
  | { kind: 'already_started' }
  | { kind: 'refused'; reason: string }
  | { kind: 'unavailable'; error: unknown };

const ASSET_ID = defineSearchAttributeKey('RhumblineAssetId', SearchAttributeType.KEYWORD);
const PLATFORM_ID = defineSearchAttributeKey('RhumblinePlatformId', SearchAttributeType.KEYWORD);
const WORKFLOW_ID = defineSearchAttributeKey('RhumblineWorkflowId', SearchAttributeType.KEYWORD);
const WORKFLOW_VERSION = defineSearchAttributeKey('RhumblineWorkflowVersion', SearchAttributeType.INT);

/** Starts a job's workflow under the job's id. However often and from wherever it is called, there is one. */
export async function startJob(client: Client, queues: TaskQueues, job: StartableJob): Promise<StartOutcome> {
  const input: RunPlanInput = {
    job_id: job.job_id,
    attempt: job.attempt,
    asset: job.asset,
    plan: job.plan,
    inputs: job.inputs,
    task_queues: queues,
    software_version: job.software_version,
  };
  try {
    await withDeadline(client, () =>
      client.workflow.start(RUN_PLAN, {
        workflowId: job.job_id,
        taskQueue: queues.light,
        args: [input],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        typedSearchAttributes: searchAttributesOf(job),
        staticSummary: summaryOf(job),
      }),
    );
    return { kind: 'started' };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'already_started' };
    return refusalOf(error) ?? { kind: 'unavailable', error };
  }
}

function searchAttributesOf({ asset, plan }: StartableJob): SearchAttributePair[] {
  return [
    { key: WORKFLOW_ID, value: plan.workflow_id },
    { key: WORKFLOW_VERSION, value: plan.version },
    ...(asset === null
      ? []
      : [
          { key: ASSET_ID, value: asset.asset_id },
          { key: PLATFORM_ID, value: asset.platform_id },
        ]),
  ];
}

function summaryOf({ asset, plan }: StartableJob): string {
  const spec = `${plan.workflow_id} v${plan.version}`;
  return asset === null ? spec : `${spec}: ${asset.platform_id} asset ${asset.asset_id}, version ${asset.ordinal}`;
}

/** gRPC's INVALID_ARGUMENT and RESOURCE_EXHAUSTED-by-size: the same request will fail for ever. */
const INVALID_ARGUMENT = 3;

function refusalOf(error: unknown): StartOutcome | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause) || cause.code !== INVALID_ARGUMENT) return undefined;
  return { kind: 'refused', reason: cause.details };
}
