import { REPLAYED } from '../../shared/idempotency-key.ts';
import { locationHeader } from '../../shared/openapi.ts';
import { INPUT_PROBLEMS } from '../../shared/problem-codes.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { platformSubmitBody } from '../../shared/schemas/bodies.ts';
import { acceptedSubmission } from '../../shared/schemas/replies.ts';
import { requirePlatform } from '../../shared/scopes.ts';
import { MUTATION_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function submitRoute({ domain }: GatewayServices): Route {
  return defineRoute({
    method: 'post',
    path: '/api/platform/submit',
    operation_id: 'submitPlatform',
    tag: 'Platform',
    summary: 'Submit a dataset',
    description:
      'Takes a dataset in as the next version of the asset that its references name. The same submission under the ' +
      'same request_id has the same answer, however often it is sent.',
    scope: 'submit',
    idempotency_key: true,
    body: platformSubmitBody,
    reply: {
      status: 202,
      description: 'Accepted. Poll the status at Location.',
      schema: acceptedSubmission,
      headers: locationHeader,
    },
    problems: [
      ...(['platform_not_allowed', 'request_id_conflict', 'unresolved_version', 'data_type_conflict'] as const),
      ...(['item_belongs_to_another_asset'] as const),
      ...(['unknown_platform', 'missing_platform_ref', 'unknown_platform_ref'] as const),
      ...INPUT_PROBLEMS,
      ...MUTATION_PROBLEMS,
    ],
    handle: async ({ body, idempotency_key, identity, context }) => {
      requirePlatform(identity, body.platform_id);
      const request = { method: 'POST' as const, path: '/api/v1/domain/submit', body, idempotency_key };
      const answer = await domain.send(request, { identity, context }, acceptedSubmission);
      const accepted = answer.body;
      const Location = `/api/platform/status/${encodeURIComponent(accepted.request_id)}`;
      return { body: accepted, headers: { Location, ...(answer.replayed ? REPLAYED : {}) } };
    },
  });
}
