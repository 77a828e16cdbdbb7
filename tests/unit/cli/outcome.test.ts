import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../../../src/cli/gateway-client/gateway-client.ts';
import { outcomeText } from '../../../src/cli/outcome.ts';

const CONTEXT = { terminal: { style: (_: unknown, text: string) => text }, jobPage: () => undefined };

function ended(outputs: Record<string, unknown>): Job {
  return {
    ...{ job_id: 'echo_test-1', workflow_id: 'echo_test', workflow_version: 1, state: 'completed', percent: 100 },
    ...{ is_paused: false, attempt: 1, asset_id: null, version_ordinal: null, error: null },
    ...{ created_at: '2026-01-02T03:04:05.000Z', started_at: '2026-01-02T03:04:05.000Z' },
    ended_at: '2026-01-02T03:04:06.000Z',
    result: { outputs } as Job['result'],
  };
}

test('an outcome has the outputs, where they are to be read', () => {
  assert.equal(
    outcomeText(ended({ message: 'HELLO', counts: [1, 2] }), CONTEXT),
    'echo_test completed after 1.0 s.\n  message: HELLO\n  counts: [1,2]',
  );
});

test('of outputs of megabytes it has a screenful, and how to get them all', () => {
  const lines = outcomeText(ended({ all: 'x'.repeat(3_000_000), n: 7 }), CONTEXT).split('\n');
  assert.deepEqual(lines, [
    'echo_test completed after 1.0 s.',
    `  all: ${'x'.repeat(999)}…`,
    '  n: 7',
    '  Not shown whole: 3.0 MB of outputs. All of it: rhumbline status --json echo_test-1 | jq .result.outputs',
  ]);
});

test('of very many outputs it has the first', () => {
  const outputs = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`o${index}`, index]));
  const lines = outcomeText(ended(outputs), CONTEXT).split('\n');
  assert.equal(lines.length, 27);
  assert.equal(lines.at(-2), '  o24: 24');
  assert.match(lines.at(-1) ?? '', /^ {2}Not shown whole: 190 B of outputs\./);
});
