import { locationHeader } from '../../shared/openapi.ts';
import { INPUT_PROBLEMS } from '../../shared/problem-codes.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { gatewayJobBody } from '../../shared/schemas/bodies.ts';
import { acceptedJob } from '../../shared/schemas/replies.ts';
import { requireNoPlatform } from '../../shared/scopes.ts';
import { acceptedJobReply } from '../accepted-job-reply.ts';
import { pathOf } from '../path-of.ts';
import { MUTATION_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function submitJobRoute({ domain }: GatewayServices): Route {
  return defineRoute({
    method: 'post',
    path: '/api/gateway/submit',
    operation_id: 'submitGatewayJob',
    tag: 'Jobs',
    summary: 'Run a workflow that makes no asset version',
    description: 'The same workflow, version and inputs are the same job, unless an idempotency key says otherwise.',
    scope: 'submit',
    idempotency_key: true,
    body: gatewayJobBody,
    reply: {
      status: 202,
      description: 'Accepted, or accepted before. Poll the job at Location.',
      schema: acceptedJob,
      headers: locationHeader,
    },
    problems: [...INPUT_PROBLEMS, 'item_belongs_to_another_asset', 'platform_not_allowed', ...MUTATION_PROBLEMS],
    handle: async ({ body: { workflow_id, ...body }, idempotency_key, identity, context }) => {
      requireNoPlatform(identity);
      const path = pathOf('/api/jobs/submit/{workflow_id}', { workflow_id });
      const request = { method: 'POST' as const, path, body, idempotency_key };
      return acceptedJobReply(await domain.send(request, { identity, context }, acceptedJob));
    },
  });
}
