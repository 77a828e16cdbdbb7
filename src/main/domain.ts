import process from 'node:process';
import { Client, Connection } from '@temporalio/client';
import { CONTRACTS, HANDLER_CATALOGUE } from '../activities/catalogue.ts';
import { startAnswerSweeper } from '../api/domain/answer-sweeper.ts';
import { createDomainApp } from '../api/domain/app.ts';
import { createClientTurns } from '../api/domain/compile/client-turns.ts';
import { createCompilePool } from '../api/domain/compile/compile-pool.ts';
import { registerJobMetrics } from '../api/domain/metrics/job-metrics.ts';
import { startPayloadCollector } from '../api/domain/payloads/payload-collector.ts';
import { knownPlatforms } from '../api/domain/preflight/known-platforms.ts';
import { createProgressFeed } from '../api/domain/progress/feed.ts';
import { startLeftRunSweeper, startReconciler } from '../api/domain/reconciler/reconciler.ts';
import { startScheduleKeeper } from '../api/domain/schedules/schedule-keeper.ts';
import { sealedAnswers } from '../api/domain/sealed-answers.ts';
import type { DomainServices } from '../api/domain/services.ts';
import { startWebhookStarter } from '../api/domain/webhooks/webhook-starter.ts';
import { createBreaker } from '../api/shared/circuit-breaker.ts';
import { createCursors } from '../api/shared/cursor.ts';
import { createRegistry } from '../api/shared/metrics/registry.ts';
import { startServer } from '../api/shared/server.ts';
import { JOB_CHANNEL } from '../assets/timeline/notify-job.ts';
import { webhookSeals } from '../assets/webhooks/secret.ts';
import { createListener } from '../db/listener.ts';
import { migrate } from '../db/migrate.ts';
import { createPool } from '../db/pool.ts';
import { createBlobStore } from '../storage/create-blob-store.ts';
import { isStorageAway, storageAway } from '../storage/storage-fault.ts';
import { traceStarts } from '../tracing/trace-starts.ts';
import { createSpecRegistry } from '../yaml-compiler/registry.ts';
import { createDataConverter } from './data-converter.ts';
import { LARGE_MESSAGES } from './large-messages.ts';
import { createBusyLogger } from './logger.ts';
import { startMetrics } from './metrics.ts';
import { breakerOf } from './settings/breaker.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { untilToldToStop } from './shutdown.ts';
import { startTracing } from './tracing/start-tracing.ts';
import { SOFTWARE_VERSION } from './version.ts';

/** Of one client, to be compiled when those before are. */
const SPECS_WAITING = { max_waiting: 16, patience_ms: 8_000 };

/** Somebody waits for what is asked of the storage here. */
const STORAGE_PATIENCE_MS = 10_000;

/** The domain API: the only process besides the worker that changes anything, and the reconciler's home. */
const settings = readSettingsOrExit('domain');
const log = createBusyLogger('domain', settings.logLevel);
const tracing = await startTracing('domain', settings, log);

// Lazy, so that the process comes up whether Temporal is there yet or not; readiness tells.
const connection = Connection.lazy({ address: settings.temporalAddress, channelArgs: LARGE_MESSAGES });
const serviceKey = new TextEncoder().encode(settings.serviceKey);
const metrics = createRegistry('domain');
const storage = createBlobStore({
  url: settings.storageUrl,
  patience_ms: STORAGE_PATIENCE_MS,
  inbound: settings.inboundContainers,
  guard: createBreaker({
    dependency: 'storage',
    ...breakerOf(settings),
    isFailure: isStorageAway,
    refusal: storageAway,
    metrics,
    log,
  }),
});
const pool = createPool({
  url: settings.databaseUrlDomain,
  application_name: 'rhumbline domain',
  max: 20,
  onError: (err) => log.warn({ err }, 'Database:ConnectionLost'),
});
const listener = createListener({
  url: settings.databaseUrlDomain,
  application_name: 'rhumbline domain listener',
  channel: JOB_CHANNEL,
  onError: (err) => log.warn({ err }, 'Database:ListenerLost'),
});
const services: DomainServices = {
  pool,
  temporal: new Client({
    connection,
    namespace: settings.temporalNamespace,
    dataConverter: createDataConverter(storage, settings),
    interceptors: { workflow: [traceStarts] },
  }),
  started: new Set(),
  task_queues: { light: settings.taskQueueLight, heavy: settings.taskQueueHeavy },
  storage,
  max_source_bytes: settings.maxSourceBytes,
  signing: { containers: settings.productContainers, lifetime_ms: settings.signedHrefLifetime },
  specs: createSpecRegistry({ directory: settings.workflowsDir, catalogue: HANDLER_CATALOGUE }),
  platforms: knownPlatforms(pool),
  contracts: CONTRACTS,
  compiler: createCompilePool({
    directory: settings.workflowsDir,
    onError: (err) => log.warn({ err }, 'Compiler:ThreadLost'),
  }),
  run_turns: createClientTurns(SPECS_WAITING),
  progress: createProgressFeed({ db: pool, listener, log }),
  cursors: createCursors(serviceKey),
  idempotency: { lifetime_ms: settings.idempotencyRetention, sealFor: sealedAnswers(serviceKey) },
  webhooks: {
    seals: webhookSeals(settings.webhookKey),
    policy: { local_hosts: settings.webhookLocalHosts ?? [] },
    delays_ms: settings.webhookRetryDelays,
  },
  service_key: serviceKey,
  software_version: SOFTWARE_VERSION,
  metrics,
  deploy: deployment(),
  used_runs: settings.usedRuns,
  unfinished_runs: settings.unfinishedRuns,
  pause_before_start_ms: settings.testPauseBeforeStartMs,
  log,
};
if (services.pause_before_start_ms > 0) {
  log.warn({ pause_before_start_ms: services.pause_before_start_ms }, 'TestHook:Enabled');
}

registerJobMetrics(metrics, services);

const readiness = { accepting: false };
const app = createDomainApp(services, readiness);
const server = await startServer({
  ...{ app, log, readiness },
  host: settings.domainHost,
  port: settings.domainPort,
  drain_ms: settings.drainTime,
  // All that the gateway takes, and once more what of it is in the service token.
  max_header_size: 64 * 1024,
});
const metricsServer = await startMetrics(metrics, {
  host: settings.metricsHost,
  port: settings.domainMetricsPort,
  log,
});
const reconciler = startReconciler(services);
const leftRuns = startLeftRunSweeper(services);
const webhookStarter = startWebhookStarter(services);
const keeper = startScheduleKeeper(services);
const sweeper = startAnswerSweeper(services);
const collector = startPayloadCollector(services, {
  container_name: settings.payloadContainer,
  retention_ms: settings.payloadRetention,
});

log.info({ signal: await untilToldToStop() }, 'Process:Stopping');
await Promise.all([
  server.stop(),
  metricsServer.stop(),
  reconciler.stop(),
  leftRuns.stop(),
  webhookStarter.stop(),
  collector.stop(),
  keeper.stop(),
  sweeper.stop(),
]);
await Promise.all([services.compiler.stop(), listener.stop(), pool.end(), connection.close(), tracing.stop()]);

/** Only where an operator gave this process the owner's login, which it needs for nothing else. */
function deployment(): DomainServices['deploy'] {
  const { databaseUrl, databaseUrlDomain, databaseUrlGateway } = settings;
  if (databaseUrl === undefined || databaseUrlGateway === undefined) return undefined;
  const options = { databaseUrl, databaseUrlDomain, databaseUrlGateway, searchPath: process.env.PATH ?? '' };
  return () => migrate({ ...options, log: (line) => log.info({ line }, 'Migrate:Told') });
}
