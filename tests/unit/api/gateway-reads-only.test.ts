import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Every file of ours that the gateway's process runs, found by following its imports. */
function reachable(): string[] {
  const found = new Set<string>();
  const open = [join(ROOT, 'src/main/gateway.ts'), ...globSync(join(ROOT, 'src/api/gateway/**/*.ts'))];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, specifier] of runtimeImports(file)) {
      if (specifier?.startsWith('.') && specifier.endsWith('.ts')) open.push(join(dirname(file), specifier));
    }
  }
  return [...found];
}

/** Imports of types alone leave nothing behind when the types are stripped. */
function runtimeImports(file: string): RegExpExecArray[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/^(?:import|export)(?! type)[^;]*?from '([^']+)'|^import '([^']+)'/gms)];
}

const FILES = reachable();

test('the walk finds what the gateway is made of', () => {
  const names = FILES.map((file) => relative(ROOT, file));
  assert.ok(names.includes('src/api/gateway/relay.ts'));
  assert.ok(names.includes('src/assets/reads/read-status.ts'));
  assert.ok(names.includes('src/api/shared/problem-codes.ts'));
});

test('there is no SQL that writes in any of it', () => {
  const writing =
    /\b(INSERT\s+INTO|UPDATE\s+(rhumbline|pgstac)|DELETE\s+FROM|TRUNCATE\b|MERGE\s+INTO|FOR\s+UPDATE|CREATE\s+TABLE)/;
  assert.deepEqual(
    FILES.filter((file) => writing.test(readFileSync(file, 'utf8'))),
    [],
  );
});

test('it opens no transaction and knows nothing of Temporal and of storage', () => {
  const foreign = /from '(@temporalio\/|@azure\/|.*\/db\/transaction\.ts|.*\/storage\/)/;
  const using = FILES.filter((file) => runtimeImports(file).some(([statement]) => foreign.test(statement)));
  assert.deepEqual(using, []);
});
