import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateFolder } from './state-folder.ts';
import { STOPPED } from './stopped.ts';

const RESTART_DELAY_MS = 1_000;

/**
 * Keeps a watchdog alive: one that dies is replaced, or nobody would clean up after a stack that is killed.
 *
 * @returns how to send it away, when all is cleaned up
 */
export function startWatchdog(folder: StateFolder, report: (sentence: string) => void): () => Promise<void> {
  let dismissed = false;
  let { child, gone } = spawnWatchdog(folder);
  void keepAlive();
  return async () => {
    dismissed = true;
    child.stdin?.end(STOPPED);
    await gone;
  };

  async function keepAlive(): Promise<void> {
    const how = await gone;
    if (dismissed) return;
    report(`watchdog ${how}; starting it again`);
    await sleep(RESTART_DELAY_MS, undefined, { ref: false });
    if (dismissed) return;
    ({ child, gone } = spawnWatchdog(folder));
    return keepAlive();
  }
}

function spawnWatchdog(folder: StateFolder): { child: ChildProcess; gone: Promise<string> } {
  const log = openSync(join(folder.logs, 'watchdog.log'), 'a', 0o600);
  const script = join(import.meta.dirname, 'watchdog.ts');
  const child = spawn(process.execPath, [script, folder.root], {
    cwd: folder.root,
    detached: true,
    stdio: ['pipe', log, log],
    env: { PATH: process.env.PATH },
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
    child.once('error', ({ message }) => resolve(`could not be started: ${message}`));
  });
  return { child, gone };
}
