import type { DataType } from '../../../assets/states.ts';
import { hintFor } from '../../../plan/nearest.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import type { SpecRegistry } from '../../../yaml-compiler/registry.ts';
import type { PreflightFault } from './preflight.ts';

/** What a submission of each kind of data runs when the client names no workflow. */
const DEFAULT_WORKFLOWS: Readonly<Record<DataType, string | null>> = {
  raster: 'raster_ingest',
  vector: null,
};

export type ResolvedPlan = { plan: ExecutionPlan; fault?: never } | { plan?: never; fault: PreflightFault };

export async function resolveDefaultPlan(specs: SpecRegistry, dataType: DataType): Promise<ResolvedPlan> {
  const workflowId = DEFAULT_WORKFLOWS[dataType];
  if (workflowId !== null) return resolvePlan(specs, workflowId);
  return unknownWorkflow(`There is no default workflow for ${dataType} data: name one in workflow_id.`);
}

/** The plan of a spec as its file is now. */
export async function resolvePlan(specs: SpecRegistry, workflowId: string): Promise<ResolvedPlan> {
  const spec = await specs.get(workflowId);
  if (spec === undefined) {
    const hint = hintFor(workflowId, await specs.ids());
    return unknownWorkflow(`There is no workflow ${JSON.stringify(workflowId)}.${hint}`);
  }
  if (spec.plan === undefined) {
    const faults = spec.diagnostics.filter(({ severity }) => severity === 'error').length;
    const message = `The spec of ${workflowId} has ${faults} errors and cannot be run until its author mends it.`;
    return { fault: { pointer: '/workflow_id', problem: 'invalid_workflow', code: 'invalid_workflow', message } };
  }
  return { plan: spec.plan };
}

function unknownWorkflow(message: string): ResolvedPlan {
  return { fault: { pointer: '/workflow_id', problem: 'unknown_workflow', code: 'unknown_workflow', message } };
}
