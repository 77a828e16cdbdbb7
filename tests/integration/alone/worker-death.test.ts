import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient } from '@azure/storage-blob';
import { searchItems } from '../../../src/catalog/search-items.ts';
import { eventually, pidOf, ROOT, stackEnv } from '../../support/stack.ts';
import { poolOf } from '../support/database.ts';
import { clientWith, echoSubmission, untilProcessed } from '../support/gateway.ts';
import { gdal } from '../support/rasters.ts';
import { blobOfFile, storageUrl, temporaryFolder } from '../support/storage.ts';

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
  const source = await blobOfFile(t, await largeRaster(join(await temporaryFolder(t), 'large.tif')));
  const client = clientWith();
  const collection = `worker-death-${randomUUID()}`;
  const submission = echoSubmission({
    workflow_id: 'raster_ingest',
    input_params: { ...source, collection_id: collection },
  });
  const { body: accepted } = await client.post('/api/platform/submit', submission);

  const killed = pidOf('worker');
  const children = await eventually(
    async () => {
      const pids = await gdalProcesses(killed);
      assert.ok(pids.length > 0, 'GDAL has not started');
      return pids;
    },
    60_000,
    20,
  );
  process.kill(killed, 'SIGKILL');
  await eventually(async () => {
    const alive = await gdalProcesses();
    assert.deepEqual(
      children.filter((pid) => alive.includes(pid)),
      [],
    );
  }, 5_000);

  const status = await eventually(() => untilProcessed(client, submission.request_id), 90_000);
  assert.equal(status.processing_state, 'completed', JSON.stringify(status));
  assert.notEqual(pidOf('worker'), killed);
  const { body: list } = await client.get(`/api/assets/${accepted.asset_id}/versions`);
  assert.equal((list.versions as unknown[]).length, 1);
  const { body: found } = await client.get(`/api/status/lookup?request_id=${submission.request_id}`);
  const jobId = String(found.job_id);
  assert.deepEqual(await blobsUnder(`${collection}/`), [`${collection}/${jobId}.tif`]);
  const pool = poolOf(t, stackEnv('DATABASE_URL_DOMAIN'), 1);
  const items = await searchItems(pool, { collections: [collection], limit: 10 });
  assert.deepEqual(
    items.map(({ id }) => id),
    [jobId],
  );
  assert.deepEqual(await gdalProcesses(pidOf('worker')), []);
});
