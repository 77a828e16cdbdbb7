import process from 'node:process';
import { defineRoute, type Route } from '../../../shared/route.ts';
import { adminHealth, config } from '../../../shared/schemas/reads.ts';
import type { GatewayChecks } from '../../checks.ts';
import type { GatewayServices } from '../../services.ts';

const TIMEOUT_MS = 5_000;
const ADMIN = { method: 'get', tag: 'Administration', scope: 'admin' } as const;

export function adminHealthRoute({ domain, software_version }: GatewayServices, checks: GatewayChecks): Route {
  return defineRoute({
    ...ADMIN,
    path: '/api/admin/health',
    operation_id: 'getAdminHealth',
    summary: 'How every part of the service is',
    reply: { status: 200, description: 'How they are.', schema: adminHealth },
    problems: [],
    handle: async () => {
      const [gateway, behind] = await Promise.all([checks(), domain.readiness(AbortSignal.timeout(TIMEOUT_MS))]);
      const isWell = behind?.status === 'ready' && Object.values(gateway).every(({ status }) => status === 'ok');
      return {
        body: {
          status: isWell ? ('healthy' as const) : ('degraded' as const),
          software_version,
          gateway,
          domain: behind,
        },
      };
    },
  });
}

export function configRoute({ shown_settings, software_version }: GatewayServices): Route {
  return defineRoute({
    ...ADMIN,
    path: '/api/admin/config',
    operation_id: 'getConfig',
    summary: "The gateway's settings, without secrets",
    reply: { status: 200, description: 'The settings. Of a secret only whether it is set.', schema: config },
    problems: [],
    handle: async () => ({
      body: { software_version, node_version: process.version, settings: { ...shown_settings } },
    }),
  });
}
