import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PidRecord, readPidFiles, removePidFile } from './pid-file.ts';
import { isAlive, processesWithMark, startTimeOf } from './process-identity.ts';
import type { StateFolder } from './state-folder.ts';

const GRACE_MS = 10_000;

/**
 * Ends every process that a dead stack left behind: politely, then by SIGKILL. Only processes that are
 * provably its own: their pid and start time were written down, or they carry its mark.
 *
 * @returns the names of those that were still alive
 */
export async function sweepOrphans(folder: StateFolder): Promise<string[]> {
  const records = readPidFiles(folder.run);
  const living = records.filter((record) => isAlive(record.pid, record.start_time));
  for (const record of living) signalGroup(record.pid, record.stop_signal);
  await waitFor(() => living.every((record) => !isAlive(record.pid, record.start_time)));
  killAll(living, folder);
  await waitFor(() => processesWithMark(folder.root).length === 0);
  for (const record of records) removePidFile(folder.run, record.name);
  return living.map((record) => record.name);
}

/** SIGKILL, at once, for all that is left of a stack. */
export function killAll(records: readonly PidRecord[], folder: StateFolder): void {
  for (const record of records) {
    if (isAlive(record.pid, record.start_time)) signalGroup(record.pid, 'SIGKILL');
  }
  for (const pid of processesWithMark(folder.root)) signal(pid, 'SIGKILL');
}

/** To the process and all that share its group; every process of a stack leads a group of its own. */
export function signalGroup(pid: number, name: string): void {
  signal(-pid, name);
}

function signal(pid: number, name: string): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (startTimeOf(Math.abs(pid)) !== undefined) throw error;
  }
}

async function waitFor(condition: () => boolean): Promise<void> {
  const end = Date.now() + GRACE_MS;
  while (!condition() && Date.now() < end) await sleep(50);
}
