import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { execa } from 'execa';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const SPEC = `workflow_id: greet
version: 1
inputs: { loud: { type: boolean, default: false } }
nodes:
  how: { type: conditional, branches: [{ name: loud, when: "{{ inputs.loud }}", next: shout }, { name: plain, default: true, next: say }] }
  say: { handler: echo, params: { text: hello } }
  shout: { handler: echo, params: { text: HELLO } }
`;
const TESTS = `workflow_id: greet
handlers: { echo: { output: { echoed_params: "{{ params }}", steps_taken: 1 } } }
tests:
  - name: says it
    expect: { nodes: { say: { params: { text: hello } } }, not_run: shout }
`;
const FAILING = `${TESTS}  - name: shouts it
    inputs: { loud: true }
    expect: { nodes: { shout: { params: { text: hullo } } } }
`;

function files(t: TestContext, tests: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-cli-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'greet.yaml'), SPEC);
  writeFileSync(join(folder, 'greet.test.yaml'), tests);
  return join(folder, 'greet.test.yaml');
}

test('test: a line a test, a warning of what no test reaches, a summary', async (t) => {
  const file = files(t, TESTS);
  const { exitCode, out, err } = await runInProcess(['test', file]);
  assert.deepEqual(out.split('\n'), [
    'ok   greet: says it',
    `${file}: warning: no test reaches branch how.loud, node shout`,
    '1 passed, 0 failed.',
  ]);
  assert.deepEqual([exitCode, err], [0, '']);
});

test('test: --coverage fails where something is not reached', async (t) => {
  assert.equal((await runInProcess(['test', '--coverage', files(t, TESTS)])).exitCode, 1);
  const whole = FAILING.replace('hullo', 'HELLO');
  assert.equal((await runInProcess(['test', '--coverage', files(t, whole)])).exitCode, 0);
});

test('test: of one that fails it tells what was expected, what was, where, and how the job went', async (t) => {
  const file = files(t, FAILING);
  const { exitCode, out } = await runInProcess(['test', file]);
  assert.deepEqual(out.replaceAll(file, 'greet.test.yaml').split('\n'), [
    'ok   greet: says it',
    'FAIL greet: shouts it  (greet.test.yaml:6:11)',
    '     greet.test.yaml:8:49 expect.nodes.shout.params.text',
    '       expected  "hullo"',
    '       actual    "HELLO"',
    '     The job completed after 0s.',
    '       how: completed (branch loud)',
    '       say: skipped (how took another branch)',
    '       shout: completed',
    '1 passed, 1 failed.',
  ]);
  assert.equal(exitCode, 1);
});

test('test: --filter runs some, whatever their case, and says nothing of coverage', async (t) => {
  const { exitCode, out } = await runInProcess(['test', files(t, FAILING), '--filter', 'SAYS']);
  assert.deepEqual([exitCode, out], [0, 'ok   greet: says it\n1 passed, 0 failed.']);
  const none = await runInProcess(['test', files(t, TESTS), '--filter', 'whispers']);
  assert.deepEqual([none.exitCode, none.out], [2, '']);
  assert.match(none.err, /No test of these files has `whispers` in its name/);
});

test('test: a file with faults runs nothing, and the exit code is 2', async (t) => {
  const file = files(t, TESTS.replace('say: { params', 'sya: { params'));
  const { exitCode, out } = await runInProcess(['test', file]);
  assert.deepEqual(out.replaceAll(file, 'greet.test.yaml').split('\n'), [
    'greet.test.yaml:5:24 error unknown-node: greet has no node `sya`. Did you mean `say`?',
    '0 passed, 0 failed, 1 file with errors.',
  ]);
  assert.equal(exitCode, 2);
});

test('test: files that are not there, and specs in place of tests, are refused', async (t) => {
  const file = files(t, TESTS);
  const missing = await runInProcess(['test', file.replace('greet', 'none')]);
  assert.match(missing.err, /none\.test\.yaml cannot be read: there is no such file/);
  const spec = await runInProcess(['test', file.replace('.test', '')]);
  assert.match(spec.err, /greet\.yaml is no file of tests: their names end in \.test\.yaml/);
  assert.deepEqual([missing.exitCode, spec.exitCode], [2, 2]);
});

test('test: --json has everything', async (t) => {
  const { exitCode, out } = await runInProcess(['test', '--json', files(t, FAILING)]);
  const { files: results, ...counts } = JSON.parse(out);
  assert.deepEqual(counts, { passed: 1, failed: 1, files_with_errors: 0 });
  const [{ workflow_id, cases, coverage }] = results;
  assert.deepEqual([workflow_id, coverage], ['greet', { total: 5, missing: [] }]);
  assert.deepEqual(cases[0], { name: 'says it', line: 4, column: 11, passed: true, failures: [] });
  assert.deepEqual(cases[1].failures[0].mismatches, [
    { field: 'expect.nodes.shout.params.text', line: 8, column: 49, expected: '"hullo"', actual: '"HELLO"' },
  ]);
  assert.equal(exitCode, 1);
});

test('test: all tests of the specs that ship pass, reach all of them, and cost seconds, not minutes', async () => {
  const folder = join(ROOT, 'workflows');
  const shipped = readdirSync(folder).filter((name) => name.endsWith('.test.yaml'));
  // The processor's time: what others take of the clock's, while they run beside this one, says nothing of the command.
  const spent = 'data:text/javascript,process.on("exit",()=>process.stderr.write(JSON.stringify(process.cpuUsage())))';
  const args = ['--import', spent, join(ROOT, 'src/main/cli.ts'), 'test', '--coverage', ...shipped];
  const { stdout, stderr } = await execa(process.execPath, args, { cwd: folder, extendEnv: false });
  assert.match(stdout, /\n\d{2,} passed, 0 failed\.$/);
  const { user, system } = JSON.parse(stderr);
  const ms = (user + system) / 1_000;
  assert.ok(ms < 8_000, `${ms} ms`);
});
