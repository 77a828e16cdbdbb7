import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { type TestContext, test } from 'node:test';
import {
  type CompilePool,
  type CompilePoolOptions,
  createCompilePool,
} from '../../../src/api/domain/compile/compile-pool.ts';

const WORKFLOWS = resolve(import.meta.dirname, '../../../workflows');
const RIGHT = 'workflow_id: x\nversion: 1\nnodes: { a: { handler: echo } }';

/** Takes some tenths of a second, and comes out right. */
const LARGE = largeSpec('large', 6_000);

function largeSpec(id: string, templates: number): string {
  const params = Array.from({ length: templates }, (_, index) => `p${index}: "{{ inputs.n + ${index} }}"`);
  return `workflow_id: ${id}\nversion: 1\ninputs: { n: { type: integer } }\nnodes: { a: { handler: echo, params: { ${params.join(', ')} } } }`;
}

/** A folder of many large specs, and one that uses all of them: no limit but that of time stops it. */
function folderOfLarge(t: TestContext, count: number): { directory: string; source: string } {
  const directory = mkdtempSync(join(tmpdir(), 'rhumbline-specs-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const ids = Array.from({ length: count }, (_, index) => `large_${index}`);
  for (const id of ids) writeFileSync(join(directory, `${id}.yaml`), largeSpec(id, 8_000));
  const uses = ids.map((id) => `  ${id}: { uses: ${id}, inputs: { n: 1 } }`);
  return { directory, source: `workflow_id: x\nversion: 1\nnodes:\n${uses.join('\n')}` };
}

/** Of one thread, which is loaded, so that times and sizes are those of specs. */
async function loadedPool(t: TestContext, options: Partial<CompilePoolOptions> = {}): Promise<CompilePool> {
  const pool = newPool(t, options);
  assert.equal((await pool.compile(RIGHT, 'x')).kind, 'compiled');
  return pool;
}

function newPool(t: TestContext, options: Partial<CompilePoolOptions> = {}): CompilePool {
  const pool = createCompilePool({
    ...{
      directory: WORKFLOWS,
      onError: (error) => assert.fail(error),
      ready_threads: 0,
      threads: 1,
      time_limit_ms: 120_000,
      patience_ms: 240_000,
    },
    ...options,
  });
  t.after(() => pool.stop());
  return pool;
}

test('compile pool: a spec comes out as it does here, with the specs that it uses', async (t) => {
  const { compile } = newPool(t);
  const right = await compile(RIGHT, 'spec.yaml');
  assert.equal(right.kind === 'compiled' && right.plan?.workflow_id, 'x');
  const wrong = await compile(`${RIGHT}\noutputs: { o: "{{ nodes.b.output }}" }`, 'spec.yaml');
  assert.deepEqual(
    wrong.kind === 'compiled' && wrong.diagnostics.map(({ code, line, column }) => [code, line, column]),
    [['unknown-node', 4, 25]],
  );
  const using = await compile('workflow_id: y\nversion: 1\nnodes: { a: { uses: hello_word } }', 'spec.yaml');
  assert.equal(
    using.kind === 'compiled' && using.diagnostics[0]?.message,
    'There is no workflow spec `hello_word` (looked in workflows/). Did you mean `hello_world`?',
  );
});

test('compile pool: specs that came along go before those of the folder, and can use each other', async (t) => {
  const { compile } = newPool(t);
  const using = (id: string, used: string) => `workflow_id: ${id}\nversion: 1\nnodes: { a: { uses: ${used} } }`;
  const others = { middle: using('middle', 'hello_world'), hello_world: RIGHT.replace('id: x', 'id: hello_world') };
  const right = await compile(using('x', 'middle'), 'spec.yaml', others);
  assert.ok(right.kind === 'compiled' && right.plan);
  assert.deepEqual(Object.keys(right.plan.uses?.middle?.uses?.hello_world?.nodes ?? {}), ['a']);
  const without = await compile(using('x', 'midle'), 'spec.yaml', others);
  assert.equal(
    without.kind === 'compiled' && without.diagnostics[0]?.message,
    'There is no workflow spec `midle` (looked in what was sent along and workflows/). Did you mean `middle`?',
  );
  const broken = await compile(using('x', 'middle'), 'spec.yaml', { middle: using('middle', 'nothing_there') });
  assert.match(
    String(broken.kind === 'compiled' && broken.diagnostics[0]?.message),
    /The first: middle\.yaml:3:21 error unknown-spec: /,
  );
});

test('compile pool: what takes too long is ended, and the next one finds a thread', async (t) => {
  const { directory, source } = folderOfLarge(t, 100);
  const { compile } = await loadedPool(t, { directory, time_limit_ms: 3_000 });
  assert.deepEqual(await compile(source, 'spec.yaml'), { kind: 'too_complex', limit: 'time' });
  assert.equal((await compile(RIGHT, 'spec.yaml')).kind, 'compiled');
});

test('compile pool: what takes too much memory is ended, and the next one finds a thread', async (t) => {
  const { directory, source } = folderOfLarge(t, 100);
  const { compile } = await loadedPool(t, {
    directory,
    memory_limit_mb: 32,
    time_limit_ms: 300_000,
    patience_ms: 300_000,
  });
  assert.deepEqual(await compile(source, 'spec.yaml'), { kind: 'too_complex', limit: 'memory' });
  assert.equal((await compile(RIGHT, 'spec.yaml')).kind, 'compiled');
});

test('compile pool: of more than can wait some are sent away, and of what waits too long', async (t) => {
  const crowded = await loadedPool(t, { max_waiting: 2 });
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => crowded.compile(LARGE, 'spec.yaml')));
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['compiled', 'compiled', 'compiled', 'busy', 'busy'],
  );
  const hurried = newPool(t, { patience_ms: 1 });
  assert.deepEqual(await hurried.compile(RIGHT, 'spec.yaml'), { kind: 'busy' });
});

test('compile pool: it is not this thread that works', async (t) => {
  const { compile } = await loadedPool(t);
  const [thread, process_] = [process.threadCpuUsage(), process.cpuUsage()];
  for (let count = 0; count < 5; count++) assert.equal((await compile(LARGE, 'spec.yaml')).kind, 'compiled');
  const [own, all] = [process.threadCpuUsage(thread).user, process.cpuUsage(process_).user];
  assert.ok(own * 3 < all, `${own} of ${all} µs were of this thread`);
});
