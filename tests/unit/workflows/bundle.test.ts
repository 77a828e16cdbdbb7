import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const workflowsPath = fileURLToPath(new URL('../../../src/workflows/index.ts', import.meta.url));

it('the workflow code bundles for the sandbox, without Node modules and without zod', async () => {
  // Bundling fails on a module that the sandbox forbids; webpack's comments name what went in.
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  assert.match(code, /src\/workflows\/run-plan\.ts/);
  assert.doesNotMatch(code, /node_modules\/(zod|pg|pino|js-yaml)\//);
});
