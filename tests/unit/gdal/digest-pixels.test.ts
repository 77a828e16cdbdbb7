import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { digestPixels } from '../../../src/gdal/digest-pixels.ts';
import { readPixels } from '../../../src/gdal/read-pixels.ts';
import { makeRamp } from '../../integration/support/rasters.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

async function setUp(t: TestContext) {
  const scratch = await temporaryFolder(t);
  const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 2, cacheMegabytes: 64 });
  const signal = new AbortController().signal;
  const ramp = await makeRamp(join(scratch, 'ramp.tif'), 301, 203);
  const made = async (name: string, ...options: string[]) => {
    const path = join(scratch, name);
    await execute('gdal_translate', ['-q', '--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES', ...options, ramp, path]);
    return path;
  };
  const digest = (path: string, what: { only?: 'valid' } = {}) =>
    digestPixels(gdal, { ...what, path, scratch, signal });
  return { made, ramp, digest, gdal, scratch, signal };
}

const LOSSLESS = ['-co', 'COMPRESS=DEFLATE'];

test('however a raster is stored, the digest is that of its pixels, and what readPixels gives on its way', async (t) => {
  const { made, ramp, digest, gdal, scratch, signal } = await setUp(t);
  const plain = await digest(ramp);
  const folded = await made('tiled.tif', '-co', 'TILED=YES', ...LOSSLESS);
  assert.equal(await digest(folded), plain);
  assert.equal(await digest(await made('cog.tif', '-of', 'COG', ...LOSSLESS)), plain);
  const read = await readPixels(gdal, { path: folded, scratch, signal, statistics: true, digest: true });
  assert.equal(read.digest, plain);
  assert.equal((await readPixels(gdal, { path: ramp, scratch, signal, statistics: false })).digest, null);
});

test('other pixels, another type, size or mask: another digest', async (t) => {
  const { made, ramp, digest } = await setUp(t);
  const others = await Promise.all([
    made('one-more.tif', '-scale', '0', '65520', '1', '65521'),
    made('type.tif', '-ot', 'UInt32'),
    made('narrow.tif', '-srcwin', '0', '0', '300', '203'),
    made('turned.tif', '-outsize', '203', '301'),
    made('twice.tif', '-b', '1', '-b', '1'),
    made('masked.tif', '-mask', '1'),
  ]);
  const all = await Promise.all([ramp, ...others].map((path) => digest(path)));
  assert.equal(new Set(all).size, all.length);
});

test('of the mask or the alpha band alone, whatever the colours are', async (t) => {
  const { made, ramp, digest } = await setUp(t);
  const [masked, brighter, other, alpha, more] = await Promise.all([
    made('masked.tif', '-mask', '1'),
    made('brighter.tif', '-scale', '0', '65520', '9', '9999', '-mask', '1'),
    made('moved.tif', '-srcwin', '1', '0', '301', '203', '-mask', '1'),
    made('alpha.tif', '-b', '1', '-b', '1', '-colorinterp', 'gray,alpha', '-co', 'ALPHA=YES'),
    made('plain.tif', '-scale', '0', '65520', '9', '9999'),
  ]);
  const valid = (path: string) => digest(path, { only: 'valid' });
  assert.equal(await valid(masked), await valid(brighter));
  assert.notEqual(await valid(masked), await digest(masked));
  assert.equal(await valid(ramp), await valid(more));
  assert.equal(new Set(await Promise.all([masked, other, alpha, ramp].map(valid))).size, 4);
});
