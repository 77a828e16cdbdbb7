import { INPUT_PROBLEMS } from '../../shared/problem-codes.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { domainJobBody } from '../../shared/schemas/bodies.ts';
import { workflowParams } from '../../shared/schemas/parameters.ts';
import { acceptedJob } from '../../shared/schemas/replies.ts';
import { requireUnbound } from '../../shared/scopes.ts';
import { acceptJob } from '../accept-job.ts';
import { checkJob } from '../preflight/check-job.ts';
import { refusal } from '../preflight/preflight.ts';
import { resolvePlan } from '../preflight/resolve-plan.ts';
import type { DomainServices } from '../services.ts';

export function submitJobRoute(services: DomainServices): Route {
  return defineRoute({
    method: 'post',
    path: '/api/jobs/submit/{workflow_id}',
    operation_id: 'submitJob',
    tag: 'Jobs',
    summary: 'Run a workflow that makes no asset version',
    scope: 'submit',
    params: workflowParams,
    body: domainJobBody,
    reply: { status: 202, description: 'Accepted, or accepted before.', schema: acceptedJob },
    problems: [
      ...INPUT_PROBLEMS,
      ...(['item_belongs_to_another_asset', 'idempotency_key_reused'] as const),
      ...(['storage_unavailable', 'database_unavailable'] as const),
    ],
    handle: async ({ params, body, identity, context }) => {
      requireUnbound(identity);
      const resolved = await resolvePlan(services.specs, params.workflow_id);
      if (resolved.fault) throw refusal([resolved.fault]);
      const { plan } = resolved;
      const { inputs } = await checkJob(services, plan, body.input_params, () => body.idempotency_key);
      const actor = { name: identity.actor, request_id: context.request_id };
      return { body: await acceptJob(services, { ...body, plan, inputs }, actor) };
    },
  });
}
