import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { bundlePath } from '../../support/bundle.ts';

it('the workflow code bundles for the sandbox, without Node modules and without zod', async () => {
  // Bundling fails on a module that the sandbox forbids; webpack's comments name what went in.
  const code = await readFile(await bundlePath(), 'utf8');
  assert.match(code, /src\/workflows\/run-plan\.ts/);
  assert.doesNotMatch(code, /node_modules\/(zod|pg|pino|js-yaml)\//);
});
