import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import { formatFinding } from '../../../src/importer/finding.ts';
import { type Imported, importSpec } from '../../../src/importer/import-spec.ts';
import { formatDiagnostic } from '../../../src/yaml-compiler/diagnostic.ts';

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

/** The only one whose parts have no counterparts. */
const NOT_WHOLE = ['raster_pipeline.yaml'];

test('import: what was carried over whole compiles without a word', () => {
  for (const file of readdirSync(OLD)) {
    const { isWhole, diagnostics } = imported(readFileSync(join(OLD, file), 'utf8'), file);
    assert.equal(isWhole, !NOT_WHOLE.includes(file), file);
    if (isWhole) assert.deepEqual(diagnostics, [], file);
  }
});
