import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { generatedFiles } from '../../../scripts/docs/render.ts';

for (const [path, text] of Object.entries(await generatedFiles())) {
  it(`${path} says what the code says; if not: npm run docs`, async () => {
    assert.equal(await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8'), text);
  });
}
