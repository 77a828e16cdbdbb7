import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import { isAlive, startTimeOf } from './process-identity.ts';
import type { StateFolder } from './state-folder.ts';

const schema = z.object({ pid: z.number().int(), start_time: z.string(), role: z.enum(['stack', 'watchdog']) });
type Holder = z.infer<typeof schema>;

/** A watchdog holds the lock only while it cleans up after a stack that was killed. */
const WATCHDOG_NEEDS_MS = 30_000;

/**
 * Makes this process the one that may use a state folder.
 *
 * @throws FaultError `stack_already_running`
 */
export async function takeLock(folder: StateFolder, role: Holder['role']): Promise<void> {
  const end = Date.now() + WATCHDOG_NEEDS_MS;
  while (!tryLock(folder, role)) {
    const holder = lockHolder(folder);
    if (holder === undefined) rmSync(folder.lockFile, { force: true });
    else if (holder.role === 'stack' || Date.now() > end) throw alreadyRunning(folder, holder.pid);
    else await sleep(100);
  }
}

export function releaseLock(folder: StateFolder): void {
  rmSync(folder.lockFile, { force: true });
}

/** The living process that holds the lock. */
export function lockHolder(folder: StateFolder): Holder | undefined {
  try {
    const holder = schema.parse(JSON.parse(readFileSync(folder.lockFile, 'utf8')));
    return isAlive(holder.pid, holder.start_time) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Linking is atomic, and the lock is never seen half written. */
function tryLock(folder: StateFolder, role: Holder['role']): boolean {
  const holder: Holder = { pid: process.pid, start_time: startTimeOf(process.pid) ?? '', role };
  const draft = `${folder.lockFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`);
  try {
    linkSync(draft, folder.lockFile);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function alreadyRunning(folder: StateFolder, pid: number): FaultError {
  return new FaultError({
    code: 'stack_already_running',
    message:
      `A stack (pid ${pid}) already runs with the state folder ${folder.root}; ${folder.envFile} says how to reach it. ` +
      'Stop it with Ctrl-C where it runs, or start another with RHUMBLINE_STATE_DIR and other ports.',
  });
}
