import { defineOperation } from './operation.ts';
import { specParams } from './schemas/parameters.ts';
import * as schema from './schemas/workflows.ts';

/** Reads of the specs, which are with the domain API: the gateway forwards them. */
const READ = { method: 'get', tag: 'Workflows', scope: 'read' } as const;

export const listWorkflows = defineOperation({
  ...READ,
  operation_id: 'listWorkflows',
  summary: 'Workflows, and what each takes',
  reply: { status: 200, description: 'All of them, by their ids.', schema: schema.workflowList },
  problems: [],
});

export const getWorkflow = defineOperation({
  ...READ,
  operation_id: 'getWorkflow',
  summary: 'A workflow: its inputs, outputs and nodes',
  params: specParams,
  reply: { status: 200, description: 'The workflow.', schema: schema.workflow },
  problems: ['workflow_not_found'],
});

/** What `GET …/yaml` and `GET …/plan` are made of. */
export const getWorkflowSource = defineOperation({
  ...READ,
  operation_id: 'getWorkflowSource',
  summary: 'The YAML of a workflow',
  params: specParams,
  reply: { status: 200, description: 'The YAML.', schema: schema.workflowSource },
  problems: ['workflow_not_found'],
});

export const getWorkflowPlan = defineOperation({
  ...READ,
  operation_id: 'getWorkflowPlan',
  summary: 'The execution plan that a job of the workflow would run now',
  params: specParams,
  reply: { status: 200, description: 'The plan.', schema: schema.workflowPlan },
  problems: ['workflow_not_found', 'invalid_workflow'],
});
