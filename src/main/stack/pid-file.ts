import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startTimeOf } from './process-identity.ts';

const schema = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  start_time: z.string(),
  stop_signal: z.string(),
});

/** What a stack writes down of each process it runs, so that another process can find and end it. */
export type PidRecord = z.infer<typeof schema>;

export function writePidFile(runDir: string, name: string, pid: number, stopSignal: string): void {
  const record: PidRecord = { name, pid, start_time: startTimeOf(pid) ?? '', stop_signal: stopSignal };
  const path = pidFile(runDir, name);
  // Written whole or not at all: readers may come at any moment.
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`);
  renameSync(`${path}.new`, path);
}

export function removePidFile(runDir: string, name: string): void {
  rmSync(pidFile(runDir, name), { force: true });
}

export function readPidFile(runDir: string, name: string): PidRecord | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(pidFile(runDir, name), 'utf8')));
  } catch {
    return undefined;
  }
}

export function readPidFiles(runDir: string): PidRecord[] {
  return readdirSync(runDir)
    .filter((file) => file.endsWith('.json'))
    .map((file) => readPidFile(runDir, file.replace(/\.json$/, '')))
    .filter((record) => record !== undefined);
}

function pidFile(runDir: string, name: string): string {
  return join(runDir, `${name}.json`);
}
