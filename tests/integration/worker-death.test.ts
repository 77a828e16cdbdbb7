import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { searchItems } from '../../src/catalog/search-items.ts';
import { eventually, ROOT } from '../support/stack.ts';
import { startAnotherDomain } from './support/another-domain.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { echoSubmission } from './support/gateway.ts';
import { OwnWorker } from './support/own-worker.ts';
import { gdal } from './support/rasters.ts';
import { blobOfFile, storageUrl, temporaryFolder } from './support/storage.ts';

const BLUE_MARBLE = join(ROOT, 'node_modules/three-globe/example/img/earth-blue-marble.jpg');

/** Pixels enough that GDAL is at it for seconds. */
async function largeRaster(path: string): Promise<string> {
  const place = ['-a_srs', 'EPSG:4326', '-a_ullr', '-180', '90', '180', '-90'];
  const size = ['-ot', 'UInt16', '-scale', '0', '255', '0', '65535', '-outsize', '6000', '3000', '-r', 'cubic'];
  await gdal('gdal_translate', '-q', ...place, ...size, BLUE_MARBLE, path);
  return path;
}

async function gdalProcesses(parent?: number): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found = pids.map(async (pid) => {
    const [name, , rest = ''] = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(/[()]/);
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const isGdal = name !== undefined && /(^|\/)gdal_translate\0/.test(command);
    return isGdal && (parent === undefined || Number(rest.trim().split(' ')[1]) === parent) ? [pid] : [];
  });
  return (await Promise.all(found)).flat();
}

async function blobsUnder(prefix: string): Promise<string[]> {
  const silver = new BlobServiceClient(storageUrl, new DefaultAzureCredential()).getContainerClient('silver');
  const names: string[] = [];
  for await (const { name } of silver.listBlobsFlat({ prefix })) names.push(name);
  return names;
}

test('a worker killed during GDAL: another finishes the same job, and nothing is there twice', async (t) => {
  const database = await freshDatabase(t);
  const own = { DATABASE_URL_DOMAIN: database.domain };
  const worker = new OwnWorker(t, { ...own, RHUMBLINE_WORKER_QUEUES: 'light,heavy' });
  const [domain, source] = await Promise.all([
    startAnotherDomain(t, {
      ...own,
      RHUMBLINE_TASK_QUEUE_LIGHT: worker.queues.light,
      RHUMBLINE_TASK_QUEUE_HEAVY: worker.queues.heavy,
    }),
    largeRaster(join(await temporaryFolder(t), 'large.tif')).then((path) => blobOfFile(t, path)),
    worker.start(),
  ]);
  const collection = `worker-death-${randomUUID()}`;
  const input_params = { ...source, collection_id: collection };
  const accepted = await domain.submit(echoSubmission({ workflow_id: 'raster_ingest', input_params }));
  assert.equal(accepted.status, 202);

  const killed = worker.pid;
  const children = await eventually(
    async () => {
      const pids = await gdalProcesses(killed);
      assert.ok(pids.length > 0, 'GDAL has not started');
      return pids;
    },
    undefined,
    20,
  );
  await worker.end('SIGKILL');
  await eventually(async () => {
    const alive = await gdalProcesses();
    assert.deepEqual(
      children.filter((pid) => alive.includes(pid)),
      [],
    );
  }, 60_000);
  await worker.start();

  const pool = poolOf(t, database.domain, 1);
  const jobId = await eventually(async () => {
    const { rows } = await pool.query(
      'SELECT processing_state, current_job_id, last_error FROM rhumbline.asset_versions',
    );
    assert.equal(rows.length, 1);
    const [{ processing_state, current_job_id, last_error }] = rows;
    assert.equal(processing_state, 'completed', JSON.stringify(last_error));
    return String(current_job_id);
  });
  const products = ['.overview.webp', '.thumbnail.png', '.tif'].map((suffix) => `${collection}/${jobId}${suffix}`);
  assert.deepEqual(await blobsUnder(`${collection}/`), products);
  const items = await searchItems(pool, { collections: [collection], limit: 10 });
  assert.deepEqual(
    items.map(({ id }) => id),
    [jobId],
  );
  assert.deepEqual(await gdalProcesses(worker.pid), []);
});
