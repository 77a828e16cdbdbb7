import { INPUT_PROBLEMS } from '../../shared/problem-codes.ts';
import type { Route } from '../../shared/route.ts';
import { domainJobBody } from '../../shared/schemas/bodies.ts';
import { workflowParams } from '../../shared/schemas/parameters.ts';
import { acceptedJob } from '../../shared/schemas/replies.ts';
import { requireNoPlatform } from '../../shared/scopes.ts';
import { acceptedReply, acceptJob } from '../accept-job.ts';
import { defineOnceRoute } from '../once-route.ts';
import { checkJob } from '../preflight/check-job.ts';
import { refusal } from '../preflight/preflight.ts';
import { resolvePlan } from '../preflight/resolve-plan.ts';
import type { DomainServices } from '../services.ts';

export function submitJobRoute(services: DomainServices): Route {
  return defineOnceRoute(services, {
    method: 'post',
    path: '/api/jobs/submit/{workflow_id}',
    operation_id: 'submitJob',
    tag: 'Jobs',
    summary: 'Run a workflow that makes no asset version',
    scope: 'submit',
    idempotency_key: true,
    params: workflowParams,
    body: domainJobBody,
    reply: { status: 202, description: 'Accepted, or accepted before.', schema: acceptedJob },
    problems: [
      ...INPUT_PROBLEMS,
      ...(['item_belongs_to_another_asset', 'platform_not_allowed'] as const),
      ...(['storage_unavailable', 'database_unavailable'] as const),
    ],
    perform: async ({ params, body, identity, context }, once) => {
      requireNoPlatform(identity);
      const resolved = await resolvePlan(services.specs, params.workflow_id);
      if (resolved.fault) throw refusal([resolved.fault]);
      const { plan } = resolved;
      const inputs = await checkJob(services, plan, body.input_params);
      const actor = { name: identity.actor, request_id: context.request_id };
      return acceptJob(services, { ...body, plan, inputs }, actor, once);
    },
    answer: acceptedReply,
  });
}
