import assert from 'node:assert/strict';
import { join } from 'node:path';
import process from 'node:process';
import { before, describe, test } from 'node:test';
import { execa } from 'execa';
import { createDomainRelay } from '../../../src/api/gateway/relay.ts';
import { SCOPES } from '../../../src/assets/api-keys/api-key.ts';
import { createApiKey } from '../../../src/assets/api-keys/create-api-key.ts';
import { SOFTWARE_VERSION } from '../../../src/main/version.ts';
import { ROOT } from '../../support/stack.ts';
import { freshDatabase, poolOf } from '../support/database.ts';
import { suiteLifetime } from '../support/lifetime.ts';
import { quietServices } from '../support/problems/behind.ts';
import { serveDomain } from '../support/served-domain.ts';
import { servedGateway } from '../support/served-gateway.ts';

/**
 * Schemathesis makes requests of the OpenAPI documents, good ones and bad ones, and holds the answers to what the documents
 * promise. The services are this test's own, on a database of their own: platforms are switched off, and keys revoked.
 */
const IN_FULL = process.env.RHUMBLINE_TEST_CONTRACT === 'full';
const [LEAST_CASES, EXTENT] = IN_FULL
  ? [2_000, ['--max-examples', '20']]
  : [100, ['--phases', 'examples,fuzzing', '--max-examples', '2', '--seed', '1', '--no-shrink']];
const SERVICE_KEY = 'a key of at least thirty-two characters';

describe('what the documents promise', { concurrency: true }, () => {
  const lifetime = suiteLifetime();
  const services: Record<string, { url: string; env: Record<string, string> }> = {};

  before(async () => {
    const database = await freshDatabase(lifetime);
    const service_key = new TextEncoder().encode(SERVICE_KEY);
    const quiet = await quietServices(lifetime, database);
    const domain = await serveDomain(lifetime, { ...quiet, service_key, software_version: SOFTWARE_VERSION });
    const gateway = await servedGateway(lifetime, {
      pool: poolOf(lifetime, database.gateway, 10),
      domain: createDomainRelay({ url: domain, service_key }),
      limits: { requests: 1_000_000_000, failures: 1_000_000_000 },
    });
    const scopes = [...SCOPES];
    const { key } = await createApiKey(poolOf(lifetime, database.owner, 1), {
      name: 'contract',
      scopes,
      platform_id: null,
    });
    services.gateway = { url: gateway, env: { RHUMBLINE_API_KEY: key } };
    services.domain = { url: domain, env: { RHUMBLINE_SERVICE_KEY: SERVICE_KEY } };
  });

  for (const name of ['gateway', 'domain']) {
    test(`is what the ${name} does`, async (t) => {
      const { url, env } = services[name] ?? assert.fail();
      const { all, exitCode } = await schemathesis(name, url, env);
      assert.equal(exitCode, 0, all);
      const cases = Number(/([0-9]+) generated/.exec(all)?.[1]);
      assert.ok(cases >= LEAST_CASES, all);
      t.diagnostic(`${name}: ${cases} cases`);
    });
  }
});

function schemathesis(name: string, url: string, env: Record<string, string>) {
  const config = ['--config-file', `tests/contract/${name}.toml`];
  const run = ['run', `schemas/${name}.openapi.json`, '--url', url, '--continue-on-failure', '--no-color'];
  return execa(join(ROOT, '.venv/bin/st'), [...config, ...run, ...EXTENT], {
    cwd: ROOT,
    env,
    all: true,
    reject: false,
  });
}
