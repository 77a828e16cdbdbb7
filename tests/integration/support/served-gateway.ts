import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createGatewayApp } from '../../../src/api/gateway/app.ts';
import { createDomainRelay } from '../../../src/api/gateway/relay.ts';
import type { GatewayServices } from '../../../src/api/gateway/services.ts';
import { createCursors } from '../../../src/api/shared/cursor.ts';
import { startServer } from '../../../src/api/shared/server.ts';
import { stackEnv } from '../../support/stack.ts';
import { poolOf } from './database.ts';
import type { Lifetime } from './lifetime.ts';

/** A gateway in this process, on the stack's database and domain API but for what is changed. Returns its base URL. */
export async function servedGateway(t: Lifetime, over: Partial<GatewayServices> = {}): Promise<string> {
  const service_key = new TextEncoder().encode(stackEnv('RHUMBLINE_SERVICE_KEY'));
  const log = pino({ level: 'silent' });
  const readiness = { accepting: false };
  const services: GatewayServices = {
    pool: over.pool ?? poolOf(t, stackEnv('DATABASE_URL_GATEWAY'), 2),
    search_pool: over.pool ?? poolOf(t, stackEnv('DATABASE_URL_GATEWAY'), 2),
    domain: createDomainRelay({ url: stackEnv('RHUMBLINE_DOMAIN_URL'), service_key }),
    verify_token: undefined,
    limits: { requests: 10_000, failures: 10_000 },
    trusted_proxies: [],
    cursors: createCursors(service_key),
    shown_settings: {},
    software_version: '0.0.0-test',
    metrics: new Registry(),
    log,
    ...over,
  };
  const app = createGatewayApp(services, readiness);
  const server = await startServer({ app, host: '127.0.0.1', port: 0, log, readiness, drain_ms: 0 });
  t.after(() => server.stop());
  return `http://127.0.0.1:${server.port}`;
}
