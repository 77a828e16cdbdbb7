import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { StateFolder } from './state-folder.ts';

/**
 * `stack.env`: everything that a client, or one more worker started by hand, needs to reach the running
 * stack. It has secrets in it, so only its owner may read it, and it goes when the stack does.
 */
export function writeStackEnv(folder: StateFolder, env: Readonly<Record<string, string>>): void {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  writeFileSync(`${folder.envFile}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${folder.envFile}.new`, folder.envFile);
}

export function readStackEnv(path: string): Record<string, string> {
  const parsed = parseEnv(readFileSync(path, 'utf8'));
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export function removeStackEnv(folder: StateFolder): void {
  rmSync(folder.envFile, { force: true });
}

/** So that both a shell and Node's `--env-file` read the same. */
function quoted(value: string): string {
  return /^[A-Za-z0-9_./:@%+,?=&~-]*$/.test(value) && !value.includes('&') ? value : `'${value}'`;
}
