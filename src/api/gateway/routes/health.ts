import { ProblemError } from '../../shared/problem.ts';
import { defineRoute, type Route } from '../../shared/route.ts';
import { gatewayHealth, proxyHealth } from '../../shared/schemas/reads.ts';
import type { GatewayChecks } from '../checks.ts';
import type { GatewayServices } from '../services.ts';

/** Open to everybody, as a balancer needs it. */
export function gatewayHealthRoute(checks: GatewayChecks): Route {
  return defineRoute({
    method: 'get',
    path: '/api/gateway/health',
    operation_id: 'getGatewayHealth',
    tag: 'Health',
    summary: 'Whether the gateway can do its work',
    scope: null,
    reply: { status: 200, description: 'It can, at least in part.', schema: gatewayHealth },
    problems: ['database_unavailable'],
    handle: async () => {
      const results = await checks();
      if (results.database.status === 'failed') {
        throw new ProblemError(
          'database_unavailable',
          'The database cannot be reached at the moment. Try again soon.',
          {
            headers: { 'Retry-After': '5' },
          },
        );
      }
      const status = results.domain_api.status === 'ok' ? ('healthy' as const) : ('degraded' as const);
      return { body: { status, checks: results } };
    },
  });
}

const TIMEOUT_MS = 3_000;

export function proxyHealthRoute({ domain }: GatewayServices): Route {
  return defineRoute({
    method: 'get',
    path: '/api/proxy/health',
    operation_id: 'getProxyHealth',
    tag: 'Health',
    summary: 'Whether the service behind the gateway answers',
    scope: 'admin',
    reply: { status: 200, description: 'It does.', schema: proxyHealth },
    problems: ['domain_unavailable'],
    handle: async () => {
      const began = performance.now();
      try {
        await domain.ping(AbortSignal.timeout(TIMEOUT_MS));
      } catch (cause) {
        throw new ProblemError('domain_unavailable', 'The domain API does not answer.', {
          headers: { 'Retry-After': '5' },
          cause,
        });
      }
      return { body: { status: 'healthy' as const, ms: Math.round(performance.now() - began) } };
    },
  });
}
