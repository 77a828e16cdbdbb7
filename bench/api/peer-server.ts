import process from 'node:process';
import { Client, Connection } from '@temporalio/client';
import express from 'express';
import { HANDLER_CATALOGUE } from '../../src/activities/catalogue.ts';
import { startJob } from '../../src/api/domain/temporal/start-job.ts';
import { noteStarted } from '../../src/assets/claim-jobs-to-reconcile.ts';
import { submitVersion } from '../../src/assets/submit-version.ts';
import { createPool } from '../../src/db/pool.ts';
import { createDataConverter } from '../../src/main/data-converter.ts';
import { LARGE_MESSAGES } from '../../src/main/large-messages.ts';
import { readSettings } from '../../src/main/settings/settings.ts';
import { createBlobStore } from '../../src/storage/create-blob-store.ts';
import { createSpecRegistry } from '../../src/yaml-compiler/registry.ts';

/**
 * What our services are measured against: the same transaction, the same start and the same SELECT behind bare handlers that
 * ask nobody who he is, check nothing, log nothing and document nothing. It tells what it has started, as the domain API does: the
 * reconciler there would look after every job of its.
 */
const settings = readSettings('domain', process.env);
const onError = () => {};
const writing = createPool({ url: settings.databaseUrlDomain, application_name: 'bench', max: 20, onError });
const reading = createPool({ url: `${process.env.DATABASE_URL_GATEWAY}`, application_name: 'bench', max: 20, onError });
const temporal = new Client({
  connection: Connection.lazy({ address: settings.temporalAddress, channelArgs: LARGE_MESSAGES }),
  namespace: settings.temporalNamespace,
  dataConverter: createDataConverter(createBlobStore({ url: settings.storageUrl }), settings),
});
const queues = { light: settings.taskQueueLight, heavy: settings.taskQueueHeavy };
const specs = createSpecRegistry({ directory: settings.workflowsDir, catalogue: HANDLER_CATALOGUE });
const plan = (await specs.get('echo_test'))?.plan;
if (!plan) throw new Error('there is no echo_test');

const STATUS = `
  SELECT version.request_id, version.asset_id, version.ordinal AS version_ordinal, version.version_label, version.processing_state,
         round(job.percent::numeric, 1)::float8 AS percent, version.approval_state, version.last_error AS error,
         version.created_at AS submitted_at, GREATEST(version.updated_at, job.started_at, job.percent_at, job.ended_at) AS updated_at
  FROM rhumbline.asset_versions AS version JOIN rhumbline.jobs AS job ON job.job_id = version.current_job_id
  WHERE version.request_id = $1`;

/** Between two times at which it is told what has been started. */
const TELL_MS = 1_000;
const started = new Set<string>();
setInterval(() => {
  const jobIds = [...started];
  started.clear();
  void noteStarted(writing, jobIds);
}, TELL_MS);

const app = express();
app.post('/submit', express.json(), async (request, response) => {
  const { platform_id, platform_refs, data_type, request_id, input_params: inputs } = request.body;
  const software_version = 'bench';
  const actor = { name: 'bench', request_id: null };
  const made = await submitVersion(
    writing,
    {
      ...{ platform_id, platform_refs, data_type, request_id, request_hash: '0'.repeat(64), plan, inputs },
      ...{ version_label: null, submitted_by: null, callback_url: null, software_version },
    },
    actor,
  );
  const { asset_id, ordinal, job_id } = made;
  const asset = { asset_id, platform_id, ordinal, revision: 0 };
  const job = { job_id, attempt: 1, retry_request: null, asset, plan, inputs, priority: 5, submitted_by: actor.name };
  await startJob(temporal, { task_queues: queues, used_runs: 20 }, { ...job, software_version });
  started.add(job_id);
  response.status(202).json({ asset_id, version_ordinal: ordinal, request_id, status: 'accepted' });
});
app.get('/status/:request_id', async (request, response) => {
  const { rows } = await reading.query(STATUS, [request.params.request_id]);
  response.json(rows[0]);
});
app.get('/health/live', (_request, response) => {
  response.json({});
});
app.listen(Number(process.env.PORT), '127.0.0.1');
