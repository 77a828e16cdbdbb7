import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { referencePages } from '../../../scripts/docs/render.ts';

for (const [name, text] of Object.entries(referencePages())) {
  it(`docs/reference/${name} says what the code says; if not: npm run docs`, async () => {
    assert.equal(await readFile(new URL(`../../../docs/reference/${name}`, import.meta.url), 'utf8'), text);
  });
}
