import type { z } from 'zod';
import { type JobLookup, lookUpJob } from '../../../assets/reads/look-up-job.ts';
import { invalidRequest } from '../../shared/parse.ts';
import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import * as field from '../../shared/schemas/fields.ts';
import { platformQuery } from '../../shared/schemas/parameters.ts';
import { jobReference } from '../../shared/schemas/replies.ts';
import { visibleRows } from '../../shared/scopes.ts';
import { READ_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

const query = platformQuery.extend({
  request_id: field.requestId.optional(),
  asset_id: field.assetId.optional(),
  version_ordinal: field.ordinalParameter.optional(),
});

export function lookupRoute({ pool }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/status/lookup',
    operation_id: 'lookUpJob',
    tag: 'Jobs',
    summary: 'The current job of a submission or of a version',
    scope: 'read',
    query,
    reply: { status: 200, description: 'The job.', schema: jobReference },
    problems: ['job_not_found', 'ambiguous_request_id', 'platform_not_allowed', ...READ_PROBLEMS],
    handle: async ({ query: asked, identity }) => {
      const found = await lookUpJob(pool, lookupOf(asked), visibleRows(identity, asked.platform_id));
      if (found) return { body: found };
      throw new ProblemError('job_not_found', 'There is no such submission or version.');
    },
  });
}

/** @throws ProblemError `invalid_request` unless it is the one or the other */
function lookupOf({ request_id, asset_id, version_ordinal }: z.output<typeof query>): JobLookup {
  const byVersion = asset_id !== undefined && version_ordinal !== undefined;
  if (request_id !== undefined && asset_id === undefined && version_ordinal === undefined) return { request_id };
  if (request_id === undefined && byVersion) return { asset_id, ordinal: version_ordinal };
  const message = 'Give request_id, or asset_id and version_ordinal.';
  throw invalidRequest([{ parameter: 'request_id', code: 'invalid_value', message }]);
}
