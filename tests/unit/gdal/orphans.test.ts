import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findProgram } from '../../../src/gdal/find-program.ts';
import { GDAL_PROGRAMS } from '../../../src/gdal/gdal.ts';
import { bootId, processStartTime } from '../../../src/gdal/process-identity.ts';
import { sweepOrphans } from '../../../src/gdal/sweep-orphans.ts';
import { makeLongWork, processesNaming, searchPath, temporaryFolder, until } from './support/fixtures.ts';

const WORKER = new URL('support/worker.ts', import.meta.url).pathname;
const onlyOnLinux = { skip: process.platform === 'linux' ? false : 'there is no /proc here' };

/** A worker in the middle of a conversion. */
async function startWorker(
  t: TestContext,
  scratch: string,
  path: string,
): Promise<{ worker: ChildProcess; gdal: number }> {
  const worker = spawn(process.execPath, [WORKER, scratch, path, await makeLongWork(scratch)], { stdio: 'ignore' });
  t.after(() => worker.kill('SIGKILL'));
  const isGdal = (pid: number) => pid !== worker.pid;
  const gdal = await until(async () => (await processesNaming(join(scratch, 'product.tif'))).find(isGdal), 'GDAL');
  const records = async () => (await readdir(join(scratch, '.gdal-processes')).catch(() => [])).join(' ');
  await until(async () => new RegExp(`-${gdal}-\\d+\\.json( |$)`).test(await records()), 'its record');
  t.after(() => void killIfThere(gdal));
  return { worker, gdal };
}

function killIfThere(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

const isGone = async (pid: number) => (await processStartTime(pid)) === null;

test('kill -9 of a worker takes its GDAL with it', onlyOnLinux, async (t) => {
  const scratch = await temporaryFolder(t);
  const { worker, gdal } = await startWorker(t, scratch, searchPath);
  worker.kill('SIGKILL');
  await until(() => isGone(gdal), 'GDAL to end');
});

test('where the kernel does not do that, the next worker’s sweep does', onlyOnLinux, async (t) => {
  const scratch = await temporaryFolder(t);
  const programs = join(scratch, 'bin');
  await mkdir(programs);
  for (const name of GDAL_PROGRAMS) {
    await symlink((await findProgram(name, searchPath)) as string, join(programs, name));
  }
  const { worker, gdal } = await startWorker(t, scratch, programs);
  assert.equal(await sweepOrphans(scratch), 0, 'a worker that lives keeps its processes');
  worker.kill('SIGKILL');
  await until(() => isGone(worker.pid as number), 'the worker to end');
  assert.equal(await isGone(gdal), false);
  assert.equal(await sweepOrphans(scratch), 1);
  await until(() => isGone(gdal), 'GDAL to end');
  assert.deepEqual(await readdir(join(scratch, '.gdal-processes')), []);
});

test('a process id that is used again is not killed', onlyOnLinux, async (t) => {
  const scratch = await temporaryFolder(t);
  const innocent = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  t.after(() => innocent.kill('SIGKILL'));
  const record = {
    pid: innocent.pid,
    start_time: '1',
    worker_pid: 1,
    worker_start_time: 'long ago',
    host: hostname(),
    boot_id: await bootId(),
  };
  await mkdir(join(scratch, '.gdal-processes'));
  await writeFile(join(scratch, '.gdal-processes', 'stale.json'), JSON.stringify(record));
  assert.equal(await sweepOrphans(scratch), 0);
  assert.equal(await isGone(innocent.pid as number), false);
  assert.deepEqual(await readdir(join(scratch, '.gdal-processes')), []);
});

test('records of another machine are left to it', async (t) => {
  const scratch = await temporaryFolder(t);
  await mkdir(join(scratch, '.gdal-processes'));
  const record = {
    pid: 4_000_000,
    start_time: '1',
    worker_pid: 4_000_001,
    worker_start_time: '1',
    host: 'elsewhere',
    boot_id: null,
  };
  await writeFile(join(scratch, '.gdal-processes', 'other.json'), JSON.stringify(record));
  assert.equal(await sweepOrphans(scratch), 0);
  assert.deepEqual(await readdir(join(scratch, '.gdal-processes')), ['other.json']);
});

test('without any record there is nothing to sweep', async (t) => {
  assert.equal(await sweepOrphans(await temporaryFolder(t)), 0);
});
