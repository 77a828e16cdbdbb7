import { didYouMean } from '../../../plan/nearest.ts';
import type { PlanNode } from '../../../plan/plan.ts';
import type { RegisteredSpec, SpecRegistry } from '../../../yaml-compiler/registry.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import * as operation from '../../shared/workflow-operations.ts';
import type { DomainServices } from '../services.ts';

/** The specs as their files are now. */
export function workflowRoutes({ specs }: DomainServices): Route[] {
  return [
    defineRoute({
      ...operation.listWorkflows,
      path: '/api/workflows',
      handle: async () => {
        const found = await Promise.all((await specs.ids()).map((id) => specs.get(id)));
        return { body: { workflows: found.filter((spec) => spec !== undefined).map(headOf) } };
      },
    }),
    defineRoute({
      ...operation.getWorkflow,
      path: '/api/workflows/{workflow_id}',
      handle: async ({ params }) => ({ body: wholeOf(await find(specs, params.workflow_id)) }),
    }),
    defineRoute({
      ...operation.getWorkflowSource,
      path: '/api/workflows/{workflow_id}/yaml',
      handle: async ({ params }) => {
        const { workflow_id, source } = await find(specs, params.workflow_id);
        return { body: { workflow_id, source } };
      },
    }),
    defineRoute({
      ...operation.getWorkflowPlan,
      path: '/api/workflows/{workflow_id}/plan',
      handle: async ({ params }) => {
        const { plan, workflow_id } = await find(specs, params.workflow_id);
        if (plan) return { body: { ...plan } };
        throw new ProblemError('invalid_workflow', `The spec of ${workflow_id} has errors: there is no plan of it.`);
      },
    }),
  ];
}

async function find(specs: SpecRegistry, workflowId: string): Promise<RegisteredSpec> {
  const spec = await specs.get(workflowId);
  if (spec) return spec;
  const hint = didYouMean(workflowId, await specs.ids());
  throw new ProblemError('workflow_not_found', `There is no workflow ${JSON.stringify(workflowId)}.${hint}`);
}

function headOf({ workflow_id, plan }: RegisteredSpec) {
  return {
    workflow_id,
    version: plan?.version ?? null,
    description: plan?.description ?? null,
    is_valid: plan !== undefined,
  };
}

function wholeOf(spec: RegisteredSpec) {
  const { plan, diagnostics } = spec;
  return {
    ...headOf(spec),
    plan_hash: plan?.plan_hash ?? null,
    inputs: Object.fromEntries(Object.entries(plan?.inputs ?? {}).map(([name, input]) => [name, { ...input }])),
    outputs: Object.keys(plan?.outputs ?? {}),
    nodes: Object.entries(plan?.nodes ?? {}).map(([node_id, node]) => ({
      node_id,
      kind: node.kind,
      handler: handlerOf(node),
      description: node.description ?? null,
    })),
    diagnostics: diagnostics.map(({ file: _, ...diagnostic }) => diagnostic),
  };
}

function handlerOf(node: PlanNode): string | null {
  if (node.kind === 'task') return node.handler;
  return node.kind === 'fan_out' && node.work.kind === 'task' ? node.work.handler : null;
}
