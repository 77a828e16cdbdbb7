import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { CONTRACTS, HANDLER_CATALOGUE } from '../../src/activities/catalogue.ts';
import { createClientTurns } from '../../src/api/domain/compile/client-turns.ts';
import { createCompilePool } from '../../src/api/domain/compile/compile-pool.ts';
import { createProgressFeed } from '../../src/api/domain/progress/feed.ts';
import { domainRoutes } from '../../src/api/domain/routes/index.ts';
import { sealedAnswers } from '../../src/api/domain/sealed-answers.ts';
import { createDomainRelay } from '../../src/api/gateway/relay.ts';
import { gatewayRoutes } from '../../src/api/gateway/routes/index.ts';
import { createCursors } from '../../src/api/shared/cursor.ts';
import { webhookSeals } from '../../src/assets/webhooks/secret.ts';
import { createListener } from '../../src/db/listener.ts';
import { createPool } from '../../src/db/pool.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { createSpecRegistry } from '../../src/yaml-compiler/registry.ts';

/**
 * The operations of both services, on parts that are made as ever and never connected: documents are made of the routes'
 * schemas alone, and nothing is asked of anybody.
 */

const NOWHERE = '127.0.0.1:9';
const KEY = new Uint8Array(32);
const common = {
  pool: createPool({ url: `postgresql://nobody@${NOWHERE}/none`, application_name: 'docs', onError: () => {} }),
  cursors: createCursors(KEY),
  log: pino({ level: 'silent' }),
  software_version: '0.0.0',
  metrics: new Registry(),
};

export const GATEWAY_ROUTES = gatewayRoutes({
  ...common,
  search_pool: common.pool,
  domain: createDomainRelay({ url: `http://${NOWHERE}`, service_key: KEY }),
  verify_token: undefined,
  limits: { requests: 1, failures: 1 },
  trusted_proxies: [],
  shown_settings: {},
});

export const DOMAIN_ROUTES = domainRoutes({
  ...common,
  temporal: new Client({ connection: Connection.lazy({ address: NOWHERE }) }),
  started: new Set(),
  task_queues: { light: 'none', heavy: 'none' },
  storage: createBlobStore({ url: `https://${NOWHERE}/none` }),
  max_source_bytes: 1,
  signing: { containers: [], lifetime_ms: 0 },
  specs: createSpecRegistry({ directory: 'workflows', catalogue: HANDLER_CATALOGUE }),
  platforms: { find: async () => undefined, ids: async () => [], forget: () => {} },
  contracts: CONTRACTS,
  compiler: createCompilePool({ directory: 'workflows', ready_threads: 0, onError: () => {} }),
  run_turns: createClientTurns({ max_waiting: 1, patience_ms: 1 }),
  progress: createProgressFeed({
    db: common.pool,
    listener: createListener({ url: NOWHERE, application_name: 'docs', channel: 'none', onError: () => {} }),
    log: common.log,
  }),
  idempotency: { lifetime_ms: 1, sealFor: sealedAnswers(KEY) },
  webhooks: { seals: webhookSeals('0'.repeat(32)), policy: { local_hosts: [] }, delays_ms: [] },
  service_key: KEY,
  deploy: undefined,
  used_runs: 1,
  unfinished_runs: 1,
  pause_before_start_ms: 0,
});
