import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { readPidFile } from '../../src/main/stack/pid-file.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** One of the running stack's addresses or keys, by its environment name. */
export function stackEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set. Integration tests need a running stack: npm test starts one.`);
  }
  return value;
}

/** The process that runs this part of the stack at present: `worker`, `domain`, `gateway`, `temporal`, `postgres`, `azurite`. */
export function pidOf(part: string): number {
  const record = readPidFile(join(stackEnv('RHUMBLINE_STATE_DIR'), 'run'), part);
  if (record === undefined) throw new Error(`The stack runs no ${part}.`);
  return record.pid;
}

/** Far more than anything takes, on however busy a machine: it only bounds the wait for what never comes. */
const PATIENCE_MS = 300_000;

/**
 * Tries until it succeeds.
 *
 * @param withinMs only where the time is what is tested
 * @throws what the last try threw, when time is up
 */
export async function eventually<T>(attempt: () => T | Promise<T>, withinMs = PATIENCE_MS, everyMs = 100): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(everyMs);
    }
  }
}

/** Starts another stack as a user would, with these settings on top of the tests' own. */
export function anotherStack(settings: Record<string, string | undefined>) {
  return execa(process.execPath, [join(ROOT, 'src/main/stack.ts'), '--infra-only'], {
    env: settings,
    reject: false,
    all: true,
    timeout: 120_000,
  });
}
