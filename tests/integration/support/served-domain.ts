import { Registry } from 'prom-client';
import { createDomainApp } from '../../../src/api/domain/app.ts';
import type { DomainServices } from '../../../src/api/domain/services.ts';
import { startServer } from '../../../src/api/shared/server.ts';
import { signServiceToken } from '../../../src/api/shared/service-token.ts';
import type { Answer } from './gateway.ts';
import type { Lifetime } from './lifetime.ts';

/** Posts as the gateway would for an administrator. */
export type PostToDomain = (path: string, body?: object) => Promise<Answer>;

/** A domain API in this process, without reconciler and schedules. Returns its base URL. */
export async function serveDomain(t: Lifetime, services: DomainServices): Promise<string> {
  const { log } = services;
  const readiness = { accepting: false };
  const app = createDomainApp({ ...services, metrics: new Registry() }, readiness);
  const server = await startServer({ app, host: '127.0.0.1', port: 0, log, readiness, drain_ms: 0 });
  t.after(() => server.stop());
  return `http://127.0.0.1:${server.port}`;
}

/** The same. Returns the way to post to it. */
export async function servedDomain(t: Lifetime, services: DomainServices): Promise<PostToDomain> {
  const url = await serveDomain(t, services);
  return async (path, body) => {
    const request_id = 'served-domain';
    const identity = { actor: 'test', scopes: ['admin'] as const, platform_id: null };
    const claims = { identity, request_id, method: 'POST', path: new URL(path, url).pathname };
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${signServiceToken(services.service_key, claims)}`,
        'X-Request-Id': request_id,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
}
