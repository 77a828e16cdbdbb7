import { type AskedStatus, readStatuses, type SubmissionStatus } from '../../../assets/reads/read-status.ts';
import { readTogether } from '../../../db/read-together.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { platformQuery, requestParams } from '../../shared/schemas/parameters.ts';
import { submissionStatus } from '../../shared/schemas/replies.ts';
import { visibleRows } from '../../shared/scopes.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

export function statusRoute({ pool }: GatewayServices): Route {
  // What clients poll.
  const read = readTogether<AskedStatus, SubmissionStatus | undefined>((asked) => readStatuses(pool, asked));
  return defineRoute({
    method: 'get',
    path: '/api/platform/status/{request_id}',
    operation_id: 'getPlatformStatus',
    tag: 'Platform',
    summary: 'How far a submission is',
    scope: 'read',
    params: requestParams,
    query: platformQuery,
    reply: { status: 200, description: 'The status.', schema: submissionStatus },
    problems: ['submission_not_found', 'ambiguous_request_id', 'platform_not_allowed', ...READ_PROBLEMS],
    handle: async ({ params, query, identity }) => {
      const { request_id } = params;
      const status = await read({ request_id, ...visibleRows(identity, query.platform_id) });
      if (status) return { body: status };
      throw new ProblemError('submission_not_found', `There is no submission ${request_id}.`);
    },
  });
}
