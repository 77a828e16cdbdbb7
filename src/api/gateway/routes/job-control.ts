import * as operation from '../../shared/job-operations.ts';
import { locationHeader } from '../../shared/openapi.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { acceptedJob } from '../../shared/schemas/replies.ts';
import { requireNoPlatform, requireOperatorForOutputs } from '../../shared/scopes.ts';
import { acceptedJobReply } from '../accepted-job-reply.ts';
import { forward } from '../forward.ts';
import { MUTATION_PROBLEMS } from '../problems.ts';
import type { GatewayServices } from '../services.ts';

/** What is done with jobs on their way: all of it forwarded, to the same path of the domain API. */
export function jobControlRoutes(services: GatewayServices): Route[] {
  const { cancelJob, pauseJob, resumeJob, retryJob, decideNode } = operation;
  const cancel = '/api/jobs/{job_id}/cancel';
  const cancelByStatus = { ...cancelJob, operation_id: 'cancelJobByStatus' };
  return [
    forward(services, cancelJob, at(cancel)),
    forward(services, cancelByStatus, { from: '/api/status/job/{job_id}/cancel', to: cancel }),
    forward(services, pauseJob, at('/api/jobs/{job_id}/pause')),
    forward(services, resumeJob, at('/api/jobs/{job_id}/resume')),
    forward(services, retryJob, at('/api/jobs/{job_id}/retry'), requireOperatorForOutputs),
    forward(services, decideNode, at('/api/jobs/{job_id}/nodes/{node_id}/decision')),
    runSpecRoute(services),
    jobStatsRoute(services),
  ];
}

function at(path: string) {
  return { from: path, to: path };
}

function runSpecRoute({ domain }: GatewayServices): Route {
  const { runSpec } = operation;
  return defineRoute({
    ...runSpec,
    path: '/api/jobs/run',
    reply: { ...runSpec.reply, headers: locationHeader },
    problems: [...runSpec.problems, ...MUTATION_PROBLEMS],
    handle: async ({ body, idempotency_key, identity, context }) => {
      requireNoPlatform(identity);
      const request = { method: 'POST' as const, path: '/api/jobs/run', body, idempotency_key };
      return acceptedJobReply(await domain.send(request, { identity, context }, acceptedJob));
    },
  });
}

/** Temporal's share of the figures is out of the gateway's reach. */
function jobStatsRoute({ domain }: GatewayServices): Route {
  const { readJobStats } = operation;
  return defineRoute({
    ...readJobStats,
    path: '/api/jobs/stats',
    problems: ['domain_error', 'domain_unavailable'],
    handle: async ({ identity, context }) => {
      return { body: await domain.get('/api/jobs/stats', { identity, context }, readJobStats.reply.schema) };
    },
  });
}
