import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { execa } from 'execa';
import { processesWithMark, STACK_MARK } from '../../../src/main/stack/process-identity.ts';
import { eventually } from '../../support/stack.ts';

const SUPPORT = resolve(import.meta.dirname, '../../support/runner');

/** Starts something that outlives it, and takes its time. */
const TEST_FILE = `
import { spawn } from 'node:child_process';
import { test } from 'node:test';
test('long', async (t) => {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  t.after(() => child.kill());
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
`;

const RUNNER = (folder: string) => `
import { runGroups } from '${SUPPORT}/run-groups.ts';
import { sweepForProcesses } from '${SUPPORT}/sweep.ts';
import { Tally } from '${SUPPORT}/tally.ts';
const [controller, tally] = [new AbortController(), new Tally()];
process.on('SIGINT', () => controller.abort());
const env = { PATH: process.env.PATH, ${STACK_MARK}: '${folder}' };
const groups = [{ name: 'long', files: ['${folder}/long.test.ts'] }];
const where = { concurrency: 1, root: '${folder}', log: '${folder}/log' };
await runGroups({ ...where, groups, env, tally, signal: controller.signal });
sweepForProcesses('${folder}', tally, controller.signal.aborted);
`;

test('runner: an interrupt ends also what a test has started and cannot end any more', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-runner-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'long.test.ts'), TEST_FILE);
  writeFileSync(join(folder, 'main.ts'), RUNNER(folder));
  const runner = execa(process.execPath, [join(folder, 'main.ts')], {
    env: { NODE_TEST_CONTEXT: undefined },
    reject: false,
  });
  // The test file's process, and what it has started.
  await eventually(() => assert.equal(processesWithMark(folder).length, 2));
  runner.kill('SIGINT');
  const { exitCode, stdout } = await runner;
  assert.equal(exitCode, 0, stdout);
  assert.deepEqual(processesWithMark(folder), []);
});
