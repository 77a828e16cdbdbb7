import { Client, Connection } from '@temporalio/client';
import { HANDLER_CATALOGUE } from '../activities/catalogue.ts';
import { createDomainApp } from '../api/domain/app.ts';
import { startPayloadCollector } from '../api/domain/payloads/payload-collector.ts';
import { startReconciler } from '../api/domain/reconciler/reconciler.ts';
import type { DomainServices } from '../api/domain/services.ts';
import { startServer } from '../api/shared/server.ts';
import { createPool } from '../db/pool.ts';
import { createBlobStore } from '../storage/create-blob-store.ts';
import { createSpecRegistry } from '../yaml-compiler/registry.ts';
import { createDataConverter } from './data-converter.ts';
import { createLogger } from './logger.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { untilToldToStop } from './shutdown.ts';
import { SOFTWARE_VERSION } from './version.ts';

/** The domain API: the only process besides the worker that changes anything, and the reconciler's home. */
const settings = readSettingsOrExit('domain');
const log = createLogger('domain', settings.logLevel);

// Lazy, so that the process comes up whether Temporal is there yet or not; readiness tells.
const connection = Connection.lazy({ address: settings.temporalAddress });
const storage = createBlobStore({ url: settings.storageUrl });
const services: DomainServices = {
  pool: createPool({
    url: settings.databaseUrlDomain,
    application_name: 'rhumbline domain',
    max: 20,
    onError: (err) => log.warn({ err }, 'Database:ConnectionLost'),
  }),
  temporal: new Client({
    connection,
    namespace: settings.temporalNamespace,
    dataConverter: createDataConverter(storage, settings),
  }),
  task_queues: { light: settings.taskQueueLight, heavy: settings.taskQueueHeavy },
  storage,
  specs: createSpecRegistry({ directory: settings.workflowsDir, catalogue: HANDLER_CATALOGUE }),
  service_key: new TextEncoder().encode(settings.serviceKey),
  software_version: SOFTWARE_VERSION,
  pause_before_start_ms: settings.testPauseBeforeStartMs,
  log,
};
if (services.pause_before_start_ms > 0) {
  log.warn({ pause_before_start_ms: services.pause_before_start_ms }, 'TestHook:Enabled');
}

const readiness = { accepting: false };
const app = createDomainApp(services, readiness);
const server = await startServer({ app, host: settings.domainHost, port: settings.domainPort, log, readiness });
const reconciler = startReconciler(services);
const collector = startPayloadCollector(services, {
  container_name: settings.payloadContainer,
  retention_ms: settings.payloadRetention,
});

log.info({ signal: await untilToldToStop() }, 'Process:Stopping');
await Promise.all([server.stop(), reconciler.stop(), collector.stop()]);
await Promise.all([services.pool.end(), connection.close()]);
