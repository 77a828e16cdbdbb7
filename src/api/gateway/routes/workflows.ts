import { defineRoute, type Route } from '../../shared/route.ts';
import { yamlText } from '../../shared/schemas/workflows.ts';
import * as operation from '../../shared/workflow-operations.ts';
import { forward } from '../forward.ts';
import { pathOf } from '../path-of.ts';
import { MUTATION_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

const LIST = '/api/workflows';
const ONE = '/api/workflows/{workflow_id}';

/** The specs are with the domain API. */
export function workflowRoutes(services: GatewayServices): Route[] {
  const { getWorkflow, getWorkflowPlan, listWorkflows } = operation;
  return [
    forward(services, listWorkflows, { from: LIST, to: LIST }),
    forward(services, getWorkflow, { from: ONE, to: ONE }),
    yamlRoute(services),
    forward(services, getWorkflowPlan, { from: `${ONE}/plan`, to: `${ONE}/plan` }),
  ];
}

function yamlRoute({ domain }: GatewayServices): Route {
  const { getWorkflowSource } = operation;
  return defineRoute({
    ...getWorkflowSource,
    path: `${ONE}/yaml`,
    problems: [...getWorkflowSource.problems, ...MUTATION_PROBLEMS],
    reply: { ...getWorkflowSource.reply, schema: yamlText, media_type: 'application/yaml' },
    handle: async ({ params, identity, context }) => {
      const path = pathOf(`${ONE}/yaml`, params);
      const { source } = await domain.get(path, { identity, context }, getWorkflowSource.reply.schema);
      return { body: source };
    },
  });
}
