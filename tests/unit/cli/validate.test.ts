import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const GOOD = `workflow_id: greet
version: 3
inputs:
  message: { type: string }
nodes:
  say: { handler: echo, params: { message: "{{ inputs.message }}" } }
`;
const BAD = GOOD.replace('inputs.message', 'inputs.mesage').replace('handler: echo', 'handler: ecko');

function specs(t: TestContext, files: Record<string, string>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-cli-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

test('validate: a valid spec is named with its plan', async (t) => {
  const path = specs(t, { 'greet.yaml': GOOD });
  const { exitCode, out, err } = await runInProcess(['validate', path('greet.yaml')]);
  const [first = '', ...rest] = out.split('\n');
  assert.match(first, /greet\.yaml: valid, greet version 3, 1 node, plan [0-9a-f]{12}$/);
  assert.deepEqual(rest, ['1 of 1 file valid, 0 errors, 0 warnings.']);
  assert.deepEqual([exitCode, err], [0, '']);
});

test('validate: every fault of every file comes with its place, and the exit code is 1', async (t) => {
  const path = specs(t, { 'good.yaml': GOOD, 'bad.yaml': BAD });
  const { exitCode, out } = await runInProcess(['validate', path('bad.yaml'), path('good.yaml')]);
  const lines = out.replaceAll(`${path('')}/`, '').split('\n');
  assert.match(lines[0] ?? '', /^bad\.yaml:6:19 error unknown-handler: .*Did you mean `echo`\?$/);
  assert.match(lines[1] ?? '', /^bad\.yaml:6:\d+ error unknown-input: .*Did you mean `message`\?$/);
  assert.match(lines[2] ?? '', /^good\.yaml: valid/);
  assert.deepEqual(lines.slice(3), ['1 of 2 files valid, 2 errors, 0 warnings.']);
  assert.equal(exitCode, 1);
});

test('validate: files that cannot be read are named, the others checked, and the exit code is 2', async (t) => {
  const path = specs(t, { 'good.yaml': GOOD });
  const { exitCode, out } = await runInProcess(['validate', path('none.yaml'), path(''), path('good.yaml')]);
  assert.match(out, /none\.yaml: cannot be read: there is no such file\n/);
  assert.match(out, /: cannot be read: it is a folder\n/);
  assert.match(out, /good\.yaml: valid/);
  assert.match(out, /1 of 3 files valid, 0 errors, 0 warnings, 2 files not readable\.$/);
  assert.equal(exitCode, 2);
});

test('validate: --json has diagnostics and plan hashes', async (t) => {
  const path = specs(t, { 'good.yaml': GOOD, 'bad.yaml': BAD });
  const good = await runInProcess(['validate', '--json', path('good.yaml')]);
  const { plan_hash, ...file } = JSON.parse(good.out).files[0];
  assert.match(plan_hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(file, { file: path('good.yaml'), valid: true, workflow_id: 'greet', version: 3, diagnostics: [] });

  const bad = await runInProcess(['validate', '--json', path('bad.yaml')]);
  const report = JSON.parse(bad.out);
  assert.deepEqual([bad.exitCode, report.valid, report.files[0].plan_hash], [1, false, null]);
  assert.deepEqual(
    report.files[0].diagnostics.map(({ code, line }: { code: string; line: number }) => `${line} ${code}`),
    ['6 unknown-handler', '6 unknown-input'],
  );
});

test('validate: the specs that ship are valid', async () => {
  const folder = join(import.meta.dirname, '../../../workflows');
  const { exitCode, out } = await runInProcess([
    'validate',
    join(folder, 'raster_ingest.yaml'),
    join(folder, 'echo_test.yaml'),
  ]);
  assert.match(out, /2 of 2 files valid, 0 errors, 0 warnings\.$/);
  assert.equal(exitCode, 0);
});

test('checks files of tests too, and does not run them', async () => {
  const { exitCode, out } = await runInProcess(['validate', 'workflows/retry_test.test.yaml']);
  assert.equal(exitCode, 0, out);
  assert.match(out, /^workflows\/retry_test\.test\.yaml: valid, tests of a spec$/m);
});

const USER = `workflow_id: user
version: 1
nodes:
  greet: { uses: greet, inputs: { message: hi } }
`;
const OTHER = GOOD.replace('workflow_id: greet', 'workflow_id: other');

test('validate: a used spec is found beside the file, beside another file, and where the services find theirs', async (t) => {
  const beside = specs(t, { 'user.yaml': USER, 'greet.yaml': GOOD });
  const apart = specs(t, { 'user.yaml': USER });
  const others = specs(t, { 'greet.yaml': GOOD, 'other.yaml': OTHER });
  const nothing = { specsFolder: () => assert.fail('asked for the folder of the services') };
  assert.equal((await runInProcess(['validate', beside('user.yaml')], nothing)).exitCode, 0);
  assert.equal((await runInProcess(['validate', apart('user.yaml'), others('other.yaml')], nothing)).exitCode, 0);
  const services = { specsFolder: () => others('') };
  assert.equal((await runInProcess(['validate', apart('user.yaml')], services)).exitCode, 0);
});

test('validate: of a used spec that is nowhere it is told where it was looked for', async (t) => {
  const user = specs(t, { 'user.yaml': USER });
  const others = specs(t, { 'other.yaml': OTHER, 'great.yaml': GOOD });
  const services = specs(t, {});
  const run = await runInProcess(['validate', user('user.yaml'), others('other.yaml')], {
    specsFolder: () => services(''),
  });
  const places = [user, others, services].map((path) => `${path('').replace(/\/$/, '')}/`);
  assert.ok(
    run.out.includes(
      `error unknown-spec: There is no workflow spec \`greet\` (looked in ${places[0]}, ${places[1]} and ${places[2]}). Did you mean \`great\`?`,
    ),
    run.out,
  );
});
