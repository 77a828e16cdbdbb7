import { readStatus } from '../../../assets/reads/read-status.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { requestParams } from '../../shared/schemas/parameters.ts';
import { submissionStatus } from '../../shared/schemas/replies.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function statusRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/platform/status/{request_id}',
    operation_id: 'getPlatformStatus',
    tag: 'Platform',
    summary: 'How far a submission is',
    scope: 'read',
    params: requestParams,
    reply: { status: 200, description: 'The status.', schema: submissionStatus },
    problems: ['submission_not_found', ...READ_PROBLEMS],
    handle: async ({ params, identity }) => {
      const status = await readStatus(pool, params.request_id, identity.platform_id);
      if (status) return { body: status };
      throw new ProblemError('submission_not_found', `There is no submission ${params.request_id}.`);
    },
  });
}
