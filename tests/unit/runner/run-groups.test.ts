import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { execa } from 'execa';

const SUPPORT = resolve(import.meta.dirname, '../../support/runner');
const IMPORTS = "import { after, before, describe, test } from 'node:test';";

/** Runs test files of these contents as one group, in a process of its own: node:test does not nest. */
async function outcomeOf(t: TestContext, ...contents: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rhumbline-runner-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = contents.map((content, index) => {
    const file = join(folder, index === 0 ? 'it.test.ts' : `it-${index}.test.ts`);
    writeFileSync(file, `${IMPORTS}\n${content}`);
    return file;
  });
  writeFileSync(
    join(folder, 'main.ts'),
    `import { runGroups } from '${SUPPORT}/run-groups.ts';
     import { Tally } from '${SUPPORT}/tally.ts';
     const tally = new Tally();
     const common = { root: '${folder}', concurrency: 1, log: '${folder}/log', signal: new AbortController().signal };
     const groups = [{ name: 'it', files: ${JSON.stringify(files)} }];
     await runGroups({ ...common, groups, env: { PATH: process.env.PATH }, tally });
     console.log(tally.closing());`,
  );
  const env = { NODE_TEST_CONTEXT: undefined };
  const { stdout } = await execa(process.execPath, [join(folder, 'main.ts')], { env });
  return stdout.split('\n');
}

test('runner: passes and failures are counted, a failure is shown with its place and its error', async (t) => {
  const lines = await outcomeOf(t, `test('good', () => {});\ntest('bad', () => { throw new Error('why'); });`);
  assert.equal(lines.at(-1), '1 passed, 1 failed');
  assert.equal(lines[0], '✖ bad (it.test.ts:3)');
  assert.match(lines[1] ?? '', /^ {4}Error: why$/);
});

test('runner: a test that is to do or skipped is neither passed nor failed', async (t) => {
  const lines = await outcomeOf(
    t,
    `test('later', { todo: true }, () => { throw new Error('why'); }); test.skip('no'); test('not here', { skip: 'no such shell' });`,
  );
  assert.match(lines[0] ?? '', /^✔ it {2}3 tests, 3 skipped/);
  assert.deepEqual(lines.slice(1), [
    '– skipped: it.test.ts: no',
    '– skipped: it.test.ts: not here: no such shell',
    '0 passed, 0 failed',
  ]);
});

for (const [what, content] of [
  [
    'a hook that fails before the tests',
    `describe('s', () => { before(() => { throw new Error('why'); }); test('a'); });`,
  ],
  [
    'a hook that fails after the tests',
    `describe('s', () => { after(() => { throw new Error('why'); }); test('a'); });`,
  ],
  ['a file that cannot be loaded', `import './no-such-file.ts';`],
  [
    'a file that ends with an error after its tests',
    `test('a', () => {}); process.on('exit', () => { process.exitCode = 3; });`,
  ],
  ['an error that nobody caught', `test('a', () => { setTimeout(() => { throw new Error('why'); }); });`],
] as const) {
  test(`runner: ${what} counts as a failure`, async (t) => {
    const lines = await outcomeOf(t, content);
    assert.match(lines.at(-1) ?? '', /^\d passed, [1-9] failed$/);
    assert.ok(lines.some((line) => line.startsWith('✖ ')));
  });
}

test('runner: files that share a process are counted together, each failure with its own file', async (t) => {
  const bad = "test('bad', () => { throw new Error('why'); });";
  const lines = await outcomeOf(t, "test('good', () => {});", `${bad} test('fine', () => {});`);
  assert.equal(lines.at(-1), '2 passed, 1 failed');
  assert.equal(lines[0], '✖ bad (it-1.test.ts:2)');
  assert.ok(lines.some((line) => line.startsWith('✖ it  3 tests')));
});

test('runner: of files that share a process, one that cannot be loaded fails, and the others run', async (t) => {
  const lines = await outcomeOf(t, "import './no-such-file.ts';", "test('good', () => {});");
  assert.equal(lines.at(-1), '1 passed, 1 failed');
  assert.match(lines[0] ?? '', /^✖ .+\/it\.test\.ts can be loaded /);
});
