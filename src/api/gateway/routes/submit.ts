import { randomUUID } from 'node:crypto';
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
    handle: async ({ body, identity, context }) => {
      requirePlatform(identity, body.platform_id);
      const submission = { ...body, request_id: body.request_id ?? randomUUID() };
      const answer = await domain.post('/api/v1/domain/submit', submission, { identity, context });
      const location = `/api/platform/status/${encodeURIComponent(submission.request_id)}`;
      return { body: acceptedSubmission.parse(answer), headers: { Location: location } };
    },
  });
}
