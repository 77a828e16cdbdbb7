import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const CHECKED_IN = join(import.meta.dirname, '../../../schemas');

test('schema: prints the schemas that are checked in for editors', async () => {
  const files = [
    { args: ['schema'], file: 'workflow-spec.schema.json' },
    { args: ['schema', '--test'], file: 'spec-test.schema.json' },
  ];
  for (const { args, file } of files) {
    const { exitCode, out, err } = await runInProcess(args);
    assert.equal(`${out}\n`, readFileSync(join(CHECKED_IN, file), 'utf8'));
    assert.deepEqual([exitCode, err], [0, '']);
  }
});
