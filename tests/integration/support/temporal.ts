import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { CONTRACTS } from '../../../src/activities/catalogue.ts';
import { createClientTurns } from '../../../src/api/domain/compile/client-turns.ts';
import { createCompilePool } from '../../../src/api/domain/compile/compile-pool.ts';
import { knownPlatforms } from '../../../src/api/domain/preflight/known-platforms.ts';
import { createProgressFeed } from '../../../src/api/domain/progress/feed.ts';
import { sealedAnswers } from '../../../src/api/domain/sealed-answers.ts';
import type { DomainServices } from '../../../src/api/domain/services.ts';
import { createCursors } from '../../../src/api/shared/cursor.ts';
import { JOB_CHANNEL } from '../../../src/assets/timeline/notify-job.ts';
import { webhookSeals } from '../../../src/assets/webhooks/secret.ts';
import { createListener } from '../../../src/db/listener.ts';
import { createBlobStore } from '../../../src/storage/create-blob-store.ts';
import { dataConverterOf } from '../../support/data-converter.ts';
import { stackEnv } from '../../support/stack.ts';
import { freshDatabase, poolOf, type TestDatabase } from './database.ts';
import type { Lifetime } from './lifetime.ts';

export async function temporalClient(t: Lifetime): Promise<Client> {
  const connection = await Connection.connect({ address: stackEnv('TEMPORAL_ADDRESS') });
  t.after(() => connection.close());
  return new Client({
    connection,
    namespace: stackEnv('TEMPORAL_NAMESPACE'),
    dataConverter: dataConverterOf(stackEnv('RHUMBLINE_STORAGE_URL')),
  });
}

/**
 * The domain's services on a database of the suite's own and task queues that no worker polls: workflows are started
 * for real, on the stack's Temporal, and stay where they are put.
 */
export async function quietDomain(t: Lifetime, given?: TestDatabase): Promise<DomainServices> {
  const database = given ?? (await freshDatabase(t));
  const queue = `test-${randomUUID()}`;
  const pool = poolOf(t, database.domain, 10);
  const log = pino({ level: 'silent' });
  const listener = createListener({
    url: database.domain,
    application_name: 'tests',
    channel: JOB_CHANNEL,
    onError: () => {},
  });
  t.after(() => listener.stop());
  const compiler = createCompilePool({ directory: 'workflows', ready_threads: 0, onError: () => {} });
  t.after(() => compiler.stop());
  return {
    pool,
    temporal: await temporalClient(t),
    started: new Set(),
    task_queues: { light: queue, heavy: queue },
    storage: createBlobStore({ url: stackEnv('RHUMBLINE_STORAGE_URL'), inbound: ['bronze'] }),
    max_source_bytes: 1_000_000_000,
    signing: { containers: ['silver'], lifetime_ms: 900_000 },
    platforms: knownPlatforms(pool),
    specs: { get: async () => undefined, ids: async () => [] },
    contracts: CONTRACTS,
    compiler,
    run_turns: createClientTurns({ max_waiting: 16, patience_ms: 20_000 }),
    progress: createProgressFeed({ db: pool, listener, log }),
    cursors: createCursors(new Uint8Array(32)),
    idempotency: { lifetime_ms: 60_000, sealFor: sealedAnswers(new Uint8Array(32)) },
    webhooks: { seals: webhookSeals('k'.repeat(32)), policy: { local_hosts: [] }, delays_ms: [] },
    service_key: new Uint8Array(32),
    software_version: '0.0.0-test',
    metrics: new Registry(),
    deploy: undefined,
    used_runs: 20,
    unfinished_runs: 1_000,
    pause_before_start_ms: 0,
    log,
  };
}
