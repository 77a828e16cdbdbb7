import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const CHECKED_IN = join(import.meta.dirname, '../../../schemas/workflow-spec.schema.json');

test('schema: prints the schema that is checked in for editors', async () => {
  const { exitCode, out, err } = await runInProcess(['schema']);
  assert.equal(`${out}\n`, readFileSync(CHECKED_IN, 'utf8'));
  assert.deepEqual([exitCode, err], [0, '']);
});
