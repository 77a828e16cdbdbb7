import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RASTER_ERRORS, SOURCE_ERRORS } from '../../../src/activities/schemas/errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const WHERE = ['src/geo/*.ts', 'src/activities/raster/*.ts', 'src/activities/raster_validate/*.ts'];

/** Every code that is written out where a raster is judged. */
async function codesInSource(): Promise<Set<string>> {
  const codes = new Set<string>();
  for await (const path of glob(WHERE, { cwd: root })) {
    const text = await readFile(join(root, path), 'utf8');
    for (const [, code = ''] of text.matchAll(/\bcode: '([a-z0-9_]+)'/g)) codes.add(code);
  }
  return codes;
}

test('docs/raster.md has advice for every code', async () => {
  const page = await readFile(join(root, 'docs/raster.md'), 'utf8');
  const listed = new Set(
    [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/[a-z0-9_]+/g) ?? []),
  );
  const codes = await codesInSource();
  assert.ok(codes.size > 40, `${codes.size} codes were found`);
  const missing = [...codes, ...Object.keys(RASTER_ERRORS)].filter(
    (code) => !listed.has(code) && !(code in SOURCE_ERRORS) && code !== 'storage_unavailable',
  );
  assert.deepEqual(missing, []);
});
