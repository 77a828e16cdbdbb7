import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).optional();
const schema = z.object({ packages: z.record(z.string(), z.object({ optionalDependencies: dependencies })) });
const LOCK = resolve(import.meta.dirname, '../../package-lock.json');

/**
 * `npm ci` refuses a lock without the optional packages of other platforms, and `npm install` leaves them out where a
 * registry does not have them.
 */
test('package lock: every optional dependency has its entry, whatever the platform', () => {
  const { packages } = schema.parse(JSON.parse(readFileSync(LOCK, 'utf8')));
  const missing = Object.entries(packages).flatMap(([dependent, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !foldersAbove(dependent).some((folder) => `${folder}node_modules/${name}` in packages),
    ),
  );
  assert.deepEqual(missing, []);
});

/** Where Node looks, from a package's own folder up to the root: `node_modules/a/`, then ``. */
function foldersAbove(dependent: string): string[] {
  const parts = dependent === '' ? [] : dependent.split(/(?<=^|\/)node_modules\//).slice(1);
  return parts
    .map((_, depth) => `node_modules/${parts.slice(0, depth + 1).join('node_modules/')}/`.replace('//', '/'))
    .concat('');
}
