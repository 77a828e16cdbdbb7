import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { PROCESSES } from '../../../src/main/settings/processes.ts';

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
  const writing = [
    /\b(INSERT\s+INTO|DELETE\s+FROM|TRUNCATE\s|MERGE\s+INTO|COPY\s+\w|SELECT\s[^;`']*\sINTO\s)/,
    /\bUPDATE\s+[\w."]+\s+(AS\s+\w+\s+)?SET\b|\bON\s+CONFLICT\b|\bFOR\s+(NO\s+KEY\s+)?UPDATE\b|\bFOR\s+(KEY\s+)?SHARE\b/,
    /\b(CREATE|ALTER|DROP)\s+(TABLE|VIEW|INDEX|SCHEMA|ROLE|FUNCTION|SEQUENCE|EXTENSION|TYPE)\b|\b(GRANT|REVOKE)\s+\w+\s+ON\b/,
    /\b(nextval|setval|set_config|lo_create|lo_put|lo_unlink|pg_notify)\s*\(/,
  ];
  const found = FILES.flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return writing.filter((pattern) => pattern.test(source)).map((pattern) => `${relative(ROOT, file)}: ${pattern}`);
  });
  assert.deepEqual(found, []);
});

test('its pools are of the role that may only read, and the process is given no other login', () => {
  const making = FILES.filter((file) => /\b(createPool|new pg\.\w+)\(/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(making.map((file) => relative(ROOT, file)).sort(), ['src/db/pool.ts', 'src/main/gateway.ts']);
  const main = readFileSync(join(ROOT, 'src/main/gateway.ts'), 'utf8');
  assert.deepEqual(
    [...main.matchAll(/createPool\(\{\s*url: ([\w.]+)/g)].map(([, url]) => url),
    ['settings.databaseUrlGateway', 'settings.databaseUrlGateway'],
  );
  assert.equal([...main.matchAll(/createPool\(/g)].length, 2);
  const { required, optional } = PROCESSES.gateway;
  assert.deepEqual(
    [...required, ...optional].filter((key) => key.startsWith('database')),
    ['databaseUrlGateway'],
  );
});

test('it opens no transaction and knows nothing of Temporal and of storage', () => {
  const foreign = /from '(@temporalio\/|@azure\/|.*\/db\/transaction\.ts|.*\/storage\/)/;
  const using = FILES.filter((file) => runtimeImports(file).some(([statement]) => foreign.test(statement)));
  assert.deepEqual(using, []);
});
