import {
  ChildWorkflowCancellationType,
  type ChildWorkflowHandle,
  patched,
  startChild,
  type Workflow,
} from '@temporalio/workflow';
import { childId, plainChildId } from '../../plan/execution/child-id.ts';
import type { ItemsBatch, WorkflowCall } from '../../plan/execution/effects.ts';
import { batchName } from '../../plan/execution/items/run-batches.ts';
import { inputsOfUsed } from '../../plan/execution/used-inputs.ts';
import {
  type ItemsSnapshot,
  PAUSE,
  RESUME,
  RUN_ITEMS,
  RUN_PLAN,
  type RunItemsInput,
  type RunPlanInput,
  type RunPlanResult,
} from '../../plan/job.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { RunContext } from './temporal-effects.ts';

/** Child workflows under way in this run. */
export class Children {
  private readonly open = new Set<ChildWorkflowHandle<Workflow>>();
  private isPaused = false;

  /** Passes a pause or its end on to all, and to those that come. */
  async setPaused(isPaused: boolean): Promise<void> {
    this.isPaused = isPaused;
    await Promise.all([...this.open].map((child) => this.tell(child)));
  }

  /** @param began told the run's id */
  async run<I, O>(
    type: string,
    workflowId: string,
    input: I,
    staticSummary: string,
    began?: (run: string) => void,
  ): Promise<O> {
    const child = await startChild<(input: I) => Promise<O>>(type, {
      args: [input],
      workflowId,
      staticSummary,
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    });
    began?.(child.firstExecutionRunId);
    this.open.add(child);
    if (this.isPaused) await this.tell(child);
    try {
      return await child.result();
    } finally {
      this.open.delete(child);
    }
  }

  /** One that has just ended cannot be told, and need not be. */
  private async tell(child: ChildWorkflowHandle<Workflow>): Promise<void> {
    await child.signal(this.isPaused ? PAUSE : RESUME).catch(() => {});
  }
}

/** Runs another spec's plan, pinned in this one, under an id of its own. */
export async function runWorkflow(call: WorkflowCall, context: RunContext): Promise<JsonObject> {
  const { job_id, attempt, asset, task_queues, software_version, used_runs, uses, children } = context;
  const plan = uses[call.uses];
  if (!plan) throw new Error(`the plan has no plan of ${call.uses}`);
  const id = idOf(call, job_id);
  const input: RunPlanInput = {
    job_id: id,
    attempt,
    asset,
    plan,
    inputs: inputsOfUsed(plan, call.inputs),
    task_queues,
    ...(used_runs === undefined ? {} : { used_runs }),
    software_version,
    parent: { job_id, node_id: call.node_id, key: call.key, goes_on: true },
    ...(call.before === undefined ? {} : { before: call.before }),
  };
  const summary = `${plan.workflow_id} v${plan.version}`;
  const result = await children.run<RunPlanInput, RunPlanResult>(RUN_PLAN, id, input, summary, call.began);
  return result.outputs;
}

/** Histories from before keys were escaped have them as they are. */
function idOf({ node_id, key }: WorkflowCall, job_id: string): string {
  const id = childId(job_id, node_id, key);
  const plain = plainChildId(job_id, node_id, key);
  return id === plain || patched('escaped-keys') ? id : plain;
}

/** Runs a part of a fan-out's items in a run of its own. */
export function runBatch(batch: ItemsBatch, context: RunContext): Promise<ItemsSnapshot> {
  const { job_id, attempt, asset, task_queues, software_version, used_runs, uses, children } = context;
  const used = batch.work.kind === 'workflow' ? uses[batch.work.uses] : undefined;
  const input: RunItemsInput = {
    job_id,
    attempt,
    asset,
    task_queues,
    ...(used_runs === undefined ? {} : { used_runs }),
    software_version,
    uses: used && batch.work.kind === 'workflow' ? { [batch.work.uses]: used } : {},
    batch,
    so_far: [],
  };
  const id = `${job_id}/${batch.node_id}/${batchName(batch)}`;
  const [first, last] = [batch.entries.at(0), batch.entries.at(-1)];
  const summary = `${batch.node_id}: items ${first?.index} to ${last?.index}`;
  return children.run<RunItemsInput, ItemsSnapshot>(RUN_ITEMS, id, input, summary);
}
