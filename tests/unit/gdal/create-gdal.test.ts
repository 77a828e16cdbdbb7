import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import type { GdalRun } from '../../../src/gdal/gdal.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import { execute, makeLongWork, processesNaming, searchPath, temporaryFolder, until } from './support/fixtures.ts';

async function gdalIn(t: TestContext) {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 1, cacheMegabytes: 64 });
  const run = (more: Partial<GdalRun> & Pick<GdalRun, 'program' | 'args'>) =>
    gdal.run({
      signal: new AbortController().signal,
      scratch,
      timeout: 60_000,
      failure: { code: 'raster_unreadable', message: 'It could not be read.' },
      ...more,
    });
  return { gdal, scratch, run };
}

const withCode = (code: string) => (error: unknown) => {
  assert.ok(error instanceof FaultError, String(error));
  assert.equal(error.fault.code, code);
  return true;
};

const convert = (source: string, product: string): Pick<GdalRun, 'program' | 'args'> => ({
  program: 'gdal_translate',
  args: ['-of', 'COG', '-co', 'COMPRESS=ZSTD', '-co', 'LEVEL=19', source, product],
});

test('a program runs and says what it found', async (t) => {
  const { gdal, scratch, run } = await gdalIn(t);
  assert.match(gdal.version, /^\d+\.\d+\.\d+/);
  await execute('gdal_create', ['-q', '-outsize', '7', '5', join(scratch, 'a.tif')]);
  const { stdout } = await run({ program: 'gdalinfo', args: ['-json', join(scratch, 'a.tif')] });
  assert.deepEqual(JSON.parse(stdout).size, [7, 5]);
  assert.deepEqual((await readdir(scratch)).sort(), ['.gdal-processes', 'a.tif']);
  assert.deepEqual(await readdir(join(scratch, '.gdal-processes')), []);
});

test('a VRT is no format here, whatever it is called', async (t) => {
  const { scratch, run } = await gdalIn(t);
  await execute('gdal_create', ['-q', '-outsize', '7', '5', join(scratch, 'a.tif')]);
  for (const name of ['a.vrt', 'named.tif']) {
    await execute('gdal_translate', ['-q', '-of', 'VRT', join(scratch, 'a.tif'), join(scratch, name)]);
    await assert.rejects(run({ program: 'gdalinfo', args: [join(scratch, name)] }), withCode('raster_unreadable'));
  }
});

test('sidecar files are not looked at', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const path = join(scratch, 'a.tif');
  await execute('gdal_create', ['-q', '-outsize', '512', '512', path]);
  await execute('gdaladdo', ['-q', '-ro', path, '2']);
  await writeFile(`${path}.aux.xml`, '<PAMDataset><SRS>EPSG:32631</SRS></PAMDataset>');
  await writeFile(join(scratch, 'a.tfw'), '10\n0\n0\n-10\n500000\n5000000\n');
  const { stdout } = await run({ program: 'gdalinfo', args: ['-json', path] });
  const info = JSON.parse(stdout);
  assert.deepEqual([info.files.length, info.geoTransform, info.bands[0].overviews], [1, undefined, undefined]);
});

test('progress comes as it is made', async (t) => {
  const { scratch, run } = await gdalIn(t);
  await execute('gdal_create', ['-q', '-outsize', '1400', '1400', join(scratch, 'a.tif')]);
  const seen: number[] = [];
  await run({
    ...convert(join(scratch, 'a.tif'), join(scratch, 'b.tif')),
    onProgress: (percent) => seen.push(percent),
  });
  assert.ok(seen.length > 3);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.equal(seen.at(-1), 100);
});

test('aborting ends the process and the call', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const product = join(scratch, 'product.tif');
  const abort = new AbortController();
  const running = run({ ...convert(await makeLongWork(scratch), product), signal: abort.signal, maxFileBytes: 1e12 });
  await until(async () => (await processesNaming(product)).length > 0, 'GDAL to start');
  abort.abort(new Error('told to'));
  await assert.rejects(running, /told to/);
  assert.deepEqual(await processesNaming(product), []);
});

test('time is limited', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const work = convert(await makeLongWork(scratch), join(scratch, 'product.tif'));
  await assert.rejects(run({ ...work, timeout: 500, maxFileBytes: 1e12 }), withCode('gdal_timed_out'));
});

test('the size of files is limited', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const source = join(scratch, 'a.tif');
  await execute('gdal_create', ['-q', '-outsize', '2000', '2000', '-burn', '3', source]);
  const args = ['-of', 'GTiff', source, join(scratch, 'b.tif')];
  await assert.rejects(run({ program: 'gdal_translate', args, maxFileBytes: 1_000_000 }), withCode('output_too_large'));
});

test('memory is limited', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const path = join(scratch, 'tile.tif');
  const oneTile = ['TILED=YES', 'BLOCKXSIZE=10000', 'BLOCKYSIZE=10000', 'SPARSE_OK=TRUE'].flatMap((option) => [
    '-co',
    option,
  ]);
  await execute('gdal_create', ['-q', '-outsize', '10000', '10000', ...oneTile, path]);
  const look = { program: 'gdalinfo', args: ['-json', '-checksum', path] } as const;
  const checksumOf = async (memoryBytes: number) =>
    JSON.parse((await run({ ...look, memoryBytes })).stdout).bands[0].checksum;
  assert.equal(await checksumOf(1024 ** 3), 0);
  assert.equal(await checksumOf(64 * 1024 ** 2), -1, 'a tile of 100 MB, and four times as much for its checksum');
});

test('a driver that was not asked for is not loaded', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const path = join(scratch, 'a.tif');
  await execute('gdal_create', ['-q', '-outsize', '7', '5', path]);
  await run({ program: 'gdalinfo', args: [path], drivers: ['GTiff'] });
  await assert.rejects(run({ program: 'gdalinfo', args: [path], drivers: ['PNG'] }), withCode('raster_unreadable'));
});

test('what is configured is in neither the command line nor the environment', async (t) => {
  const { scratch, run } = await gdalIn(t);
  const product = join(scratch, 'product.tif');
  const abort = new AbortController();
  const config = { AZURE_STORAGE_CONNECTION_STRING: 'BlobEndpoint=https://x/;SharedAccessSignature=sig=TOPSECRET' };
  const work = convert(await makeLongWork(scratch), product);
  const running = run({ ...work, signal: abort.signal, config, maxFileBytes: 1e12 });
  const [pid] = await until(
    async () => (await processesNaming(product)).length > 0 && processesNaming(product),
    'GDAL',
  );
  const seen = (await readFile(`/proc/${pid}/cmdline`, 'latin1')) + (await readFile(`/proc/${pid}/environ`, 'latin1'));
  assert.match(seen, /GDAL_CONFIG_FILE/);
  assert.doesNotMatch(seen, /TOPSECRET|AZURE/);
  abort.abort();
  await assert.rejects(running);
  assert.ok((await readdir(scratch)).every((name) => !name.startsWith('gdalrc')));
});

test('without GDAL there is a sentence that says so', async (t) => {
  const scratchRoot = await temporaryFolder(t);
  const settings = { scratchRoot, searchPath: scratchRoot, threads: 1, cacheMegabytes: 64 };
  await assert.rejects(createGdal(settings), withCode('gdal_missing'));
});
