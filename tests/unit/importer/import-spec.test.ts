import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { formatFinding } from '../../../src/importer/finding.ts';
import { type Imported, importSpec } from '../../../src/importer/import-spec.ts';
import { formatDiagnostic } from '../../../src/yaml-compiler/diagnostic.ts';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const OLD = join(import.meta.dirname, 'old');
const NEW = join(import.meta.dirname, 'new');

/** `UPDATE_GOLDEN=1 node --test …` writes the expectations anew: read the difference before it is committed. */
const UPDATES = process.env.UPDATE_GOLDEN === '1';

function expectFile(path: string, text: string): void {
  if (UPDATES) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'), path);
}

function imported(source: string, file = 'old.yaml'): Extract<Imported, { kind: 'spec' }> {
  const result = importSpec(source, { file, catalogue: HANDLER_CATALOGUE });
  assert.equal(result.kind, 'spec');
  return result as Extract<Imported, { kind: 'spec' }>;
}

/** Everything that is told of a file, a line each: what became of its parts, then what the compiler has against the new spec. */
function told({ findings, diagnostics }: Extract<Imported, { kind: 'spec' }>): string {
  return [...findings.map(formatFinding), ...diagnostics.map(formatDiagnostic)].map((line) => `${line}\n`).join('');
}

for (const file of readdirSync(OLD)) {
  test(`import: ${file} becomes the spec that is expected, and all that is told of it is`, () => {
    const result = imported(readFileSync(join(OLD, file), 'utf8'), file);
    expectFile(join(NEW, file), result.spec);
    expectFile(join(NEW, file.replace('.yaml', '.txt')), told(result));
  });
}

/** Those with parts that have no counterparts. */
const NOT_WHOLE = ['handlers.yaml', 'raster_pipeline.yaml'];

test('import: what was carried over whole compiles without a word', () => {
  for (const file of readdirSync(OLD)) {
    const { isWhole, diagnostics } = imported(readFileSync(join(OLD, file), 'utf8'), file);
    assert.equal(isWhole, !NOT_WHOLE.includes(file), file);
    if (isWhole) assert.deepEqual(diagnostics, [], file);
  }
});

test('import: the new specs do what the old ones meant, by tests that run them', async () => {
  const tests = readdirSync(NEW).filter((file) => file.endsWith('.test.yaml'));
  assert.equal(tests.length, 8);
  const { exitCode, out } = await runInProcess(['test', ...tests.map((file) => join(NEW, file))]);
  assert.equal(exitCode, 0, out);
  assert.match(out, /\n19 passed, 0 failed\.$/);
});

test('import: every old handler is carried over or named', () => {
  const { findings } = imported(readFileSync(join(OLD, 'handlers.yaml'), 'utf8'), 'handlers.yaml');
  const named = findings.flatMap(({ code, message }) =>
    code === 'no-counterpart' || code === 'handler-renamed' ? [/`([a-z._]+)`/.exec(message)?.[1]] : [],
  );
  assert.deepEqual(named, [
    ...['raster.validate', 'raster.generate_tiling_scheme', 'raster.process_tile_batch', 'raster.stac_register_items'],
    ...['company.do_it', 'raster.blob_to_mount', 'raster.create_cog', 'raster.stac_ensure_collection'],
    'raster.stac_register_item',
  ]);
});

test('import: what is no spec of the old dialect is refused, with its place', () => {
  const refused = (source: string) => {
    const result = importSpec(source, { file: 'x.yaml', catalogue: HANDLER_CATALOGUE });
    assert.equal(result.kind, 'unreadable', source.slice(0, 40));
    return result.diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`);
  };
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefghi'].map(
      (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`,
    ),
  ];
  assert.deepEqual(refused(''), ['1:1 yaml-syntax']);
  assert.deepEqual(refused('nodes: ['), ['1:9 yaml-syntax']);
  assert.deepEqual(refused('- a\n- b\n'), ['1:1 missing-field']);
  assert.deepEqual(refused('nodes: { a: 1, a: 2 }'), ['1:16 duplicate-key']);
  assert.deepEqual(refused('nodes: { __proto__: { handler: echo } }'), ['1:10 forbidden-key']);
  assert.ok(refused(bomb.join('\n')).some((line) => line.endsWith('yaml-limit')));
  const many = Array.from({ length: 1_001 }, (_, index) => `  n${index}: { handler: echo }`);
  assert.deepEqual(refused(['nodes:', ...many].join('\n')), ['2:3 too-many-nodes']);
});

test('import: whatever is inside, it is told and nothing is thrown', () => {
  const nodes = [
    'a: 1',
    'a: []',
    'a: { handler: constructor, params: 5, timeout_seconds: soon, retry: often, next: 7, depends_on: { none_of: [b] } }',
    'a: { handler: toString, params: { valueOf: 1 }, depends_on: [a] }',
    'a: { handler: echo, next: b }\n  b: { handler: echo, next: a }',
    'a: { type: conditional, condition: "{{ true }}", branches: { maybe: a, true: [] } }',
    'a: { type: conditional, branches: [1, { name: x, condition: "~ 5", next: a }] }',
    'a: { type: fan_out }\n  b: { type: fan_in, aggregation: median }',
    'a: { handler: echo, params: { x: "{{ a | constructor }}{{ __proto__ }}{{ \'unclosed }}" } }',
    'a: { type: end, next: a }\n  b: { type: start, depends_on: [a, b] }',
  ];
  for (const text of nodes) {
    const { isWhole, findings } = imported(`workflow_id: x\nversion: 1\nnodes:\n  ${text}\n`);
    assert.equal(isWhole, false, text);
    assert.ok(
      findings.every(({ line, column }) => line >= 1 && column >= 1),
      text,
    );
  }
  const chain = Array.from({ length: 1_000 }, (_, index) => `  n${index}: { handler: echo, next: n${index + 1} }`);
  assert.equal(imported(['nodes:', ...chain].join('\n')).isWhole, false);
});

test('import: of hostile files only so much is told, and soon', () => {
  const branches = Array.from({ length: 5_000 }, (_, index) => `{ name: b${index}, condition: 1, next: z${index} }`);
  const before = process.threadCpuUsage();
  const { findings, isWhole } = imported(
    `nodes:\n  c: { type: conditional, condition_field: inputs.x, branches: [${branches.join(', ')}] }`,
  );
  const { user, system } = process.threadCpuUsage(before);
  assert.ok((user + system) / 1_000 < 3_000, `${(user + system) / 1_000} ms`);
  assert.equal(isWhole, false);
  assert.equal(findings.length, 1_001);
  assert.ok(findings.some(({ code }) => code === 'more-findings'));
});
