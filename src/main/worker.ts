import process from 'node:process';
import { Client } from '@temporalio/client';
import { createNewsBatcher } from '../activities/runtime/news/batcher.ts';
import { openScratch } from '../activities/runtime/scratch.ts';
import { toTemporalActivities } from '../activities/runtime/to-temporal.ts';
import { recordNews } from '../assets/record-news.ts';
import { webhookSeals } from '../assets/webhooks/secret.ts';
import { createPool } from '../db/pool.ts';
import { createGdal } from '../gdal/create-gdal.ts';
import { sweepOrphans } from '../gdal/sweep-orphans.ts';
import { createBlobStore } from '../storage/create-blob-store.ts';
import { createDataConverter } from './data-converter.ts';
import { createLogger } from './logger.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { startTracing } from './tracing/start-tracing.ts';
import { createActivities } from './worker/activities.ts';
import { connectPatiently } from './worker/connect.ts';
import { createWorkers } from './worker/create-workers.ts';
import { deploymentVersion } from './worker/deployment-version.ts';
import { installRuntime } from './worker/install-runtime.ts';
import { newsSinks } from './worker/news-sinks.ts';
import { traceSinks } from './worker/trace-sinks.ts';
import { workflowBundle } from './worker/workflow-bundle.ts';

/** The worker process: the interpreter and the handlers. SIGTERM drains it; start more of it to scale. */
const settings = readSettingsOrExit('worker');
const log = createLogger('worker', settings.logLevel);
const tracing = await startTracing('worker', settings, log);
installRuntime(log, settings);

const orphans = await sweepOrphans(settings.scratchDir);
if (orphans > 0) log.warn({ orphans }, 'Orphans:Killed');

const pool = createPool({
  url: settings.databaseUrlDomain,
  application_name: 'rhumbline-worker',
  onError: (err) => log.warn({ err }, 'Database:ConnectionLost'),
});
const gdal = await createGdal({
  scratchRoot: settings.scratchDir,
  searchPath: process.env.PATH ?? '',
  threads: settings.gdalThreads,
  cacheMegabytes: settings.gdalCacheMb,
  ...(settings.storageCaFile === undefined ? {} : { caFile: settings.storageCaFile }),
});
const store = createBlobStore({
  url: settings.storageUrl,
  writable: settings.productContainers,
  inbound: settings.inboundContainers,
});
const scratch = await openScratch(settings.scratchDir);
const news = createNewsBatcher({ write: (told) => recordNews(pool, told), log });
const task_queues = { light: settings.taskQueueLight, heavy: settings.taskQueueHeavy };
const version = await deploymentVersion(settings);
const namespace = settings.temporalNamespace;
const connection = await connectPatiently(settings.temporalAddress, namespace, log);
const dataConverter = createDataConverter(createBlobStore({ url: settings.storageUrl }), settings);
const temporal = new Client({ connection, namespace, dataConverter });
const webhooks = {
  seals: webhookSeals(settings.webhookKey),
  policy: { local_hosts: settings.webhookLocalHosts ?? [] },
};
const retention = {
  ages: {
    jobs: settings.jobRetention,
    events: settings.eventRetention,
    webhooks: settings.webhookRetention,
    archive: settings.archiveRetention,
    products: settings.productRetention,
  },
  containers: settings.productContainers,
};
const used_runs = settings.usedRuns;
const services = { pool, gdal, store, task_queues, used_runs, temporal, webhooks, retention };
const workers = await createWorkers({
  connection,
  namespace,
  taskQueues: task_queues,
  costs: settings.workerQueues,
  heavySlots: settings.heavySlots,
  activities: toTemporalActivities(createActivities(services), { log, scratch, news }),
  sinks: { ...newsSinks(news), ...traceSinks(tracing) },
  dataConverter,
  version,
  workflowBundle: await workflowBundle(settings.scratchDir),
});

const running = Promise.all(workers.map((worker) => worker.run()));
log.info({ queues: settings.workerQueues, gdal: gdal.version, version: version?.buildId }, 'Worker:Ready');
try {
  await running;
  log.info('Worker:Stopped');
} finally {
  await news.close();
  await scratch.close();
  await connection.close();
  await pool.end();
  await tracing.stop();
}
