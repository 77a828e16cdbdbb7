import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const OLD = `workflow_id: greet
version: 1
nodes:
  start: { type: start, next: say }
  say: { handler: echo, params: { message: hi }, next: end }
  end: { type: end }
`;
const NEW = `# Imported from greet.yaml.
# check (handler-defaults): Timeouts and retries not given come from the handlers (of old: 1h, 3 attempts).
workflow_id: greet
version: 1
nodes:
  say: { handler: echo, params: { message: hi } }
`;
const LOSES = OLD.replace('greet', 'loses').replace('handler: echo', 'handler: raster.blob_to_mount');

function folderWith(t: TestContext, files: Record<string, string>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-import-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

test('import: without a folder the new spec is printed, and what is told of it goes to the standard error', async (t) => {
  const path = folderWith(t, { 'greet.yaml': OLD });
  const { exitCode, out, err } = await runInProcess(['import', path('greet.yaml')]);
  assert.deepEqual([exitCode, `${out}\n`], [0, NEW]);
  const lines = err.replaceAll(path('greet.yaml'), 'greet.yaml').split('\n');
  assert.equal(
    lines[0],
    'greet.yaml:1:1 check handler-defaults: Timeouts and retries not given come from the handlers (of old: 1h, 3 attempts).',
  );
  assert.equal(lines.at(-1), 'greet.yaml: carried over, greet, 0 lost, 1 to check, 3 notes, 0 errors');
});

test('import: files are written by workflow id, and none that is there is replaced unasked', async (t) => {
  const path = folderWith(t, { 'greet.yaml': OLD, 'other.yaml': OLD.replace('greet', 'other') });
  const args = ['import', path('greet.yaml'), path('other.yaml'), '--out', path('new')];
  const { exitCode, out, err } = await runInProcess(args);
  assert.deepEqual([exitCode, err, readFileSync(path('new/greet.yaml'), 'utf8')], [0, '', NEW]);
  assert.match(out, /greet\.yaml: carried over, .*new\/greet\.yaml, /);

  rmSync(path('new/greet.yaml'));
  const again = await runInProcess(args);
  assert.equal(again.exitCode, 2);
  assert.match(again.err, /^file_exists: .*other\.yaml is there already; --force replaces it\.$/);
  assert.equal(existsSync(path('new/greet.yaml')), false, 'all or none');
  const forced = await runInProcess([...args, '--force', '--stdout']);
  assert.deepEqual([forced.exitCode, forced.out.split('\n---\n').length], [0, 2]);
  const twice = await runInProcess(['import', path('greet.yaml'), path('greet.yaml'), '--out', path('new'), '--force']);
  assert.deepEqual([twice.exitCode, twice.err.split(':')[0]], [2, 'file_exists']);
});

test('import: the exit code is 1 where something is lost, and 2 where a file is none of the old dialect', async (t) => {
  const path = folderWith(t, { 'greet.yaml': OLD, 'loses.yaml': LOSES, 'bad.yaml': 'nodes: [' });
  const loses = await runInProcess(['import', path('greet.yaml'), path('loses.yaml')]);
  assert.equal(loses.exitCode, 1);
  assert.match(loses.err, /loses\.yaml:5:10 lost no-counterpart: No handler does what `raster\.blob_to_mount` did/);
  assert.match(loses.err, /\nloses\.yaml:\d+:\d+ error unknown-handler: /);
  assert.match(loses.out, /\n {2}# lost \(no-counterpart\): /);
  const bad = await runInProcess(['import', path('bad.yaml'), path('none.yaml'), path('greet.yaml')]);
  assert.equal(bad.exitCode, 2);
  assert.match(bad.err, /bad\.yaml:1:9 error yaml-syntax: .*\n.*bad\.yaml: no spec of the old dialect\n/);
  assert.match(bad.err, /none\.yaml: cannot be read: there is no such file\n/);
  assert.equal(`${bad.out}\n`, NEW);
});

test('import: as JSON everything is one document', async (t) => {
  const path = folderWith(t, { 'loses.yaml': LOSES });
  const { exitCode, out, err } = await runInProcess(['import', '--json', path('loses.yaml')]);
  const { carried_over, files } = JSON.parse(out);
  assert.deepEqual([exitCode, err, carried_over, files.length], [1, '', false, 1]);
  const [file] = files;
  assert.deepEqual([file.workflow_id, file.written, file.carried_over], ['loses', null, false]);
  const { message, ...finding } = file.findings.find(({ severity }: { severity: string }) => severity === 'lost');
  assert.deepEqual(finding, {
    code: 'no-counterpart',
    severity: 'lost',
    file: path('loses.yaml'),
    line: 5,
    column: 10,
  });
  assert.match(message, /handlers read blobs themselves/);
  assert.deepEqual(
    file.diagnostics.map(({ code }: { code: string }) => code),
    ['unknown-handler'],
  );
});
