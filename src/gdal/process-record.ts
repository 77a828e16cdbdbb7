import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { bootId, processStartTime } from './process-identity.ts';

/** A running GDAL process, written down so that it can be found after its worker is gone. */
export interface ProcessRecord {
  /** Also the id of its process group. */
  pid: number;
  start_time: string | null;
  worker_pid: number;
  worker_start_time: string | null;
  host: string;
  boot_id: string | null;
}

const recordsFolder = (scratchRoot: string): string => join(scratchRoot, '.gdal-processes');

/** @returns a function that removes the record, when the process has ended */
export async function recordProcess(scratchRoot: string, pid: number): Promise<() => Promise<void>> {
  const record: ProcessRecord = {
    pid,
    start_time: await processStartTime(pid),
    worker_pid: process.pid,
    worker_start_time: await processStartTime(process.pid),
    host: hostname(),
    boot_id: await bootId(),
  };
  const folder = recordsFolder(scratchRoot);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${record.host}-${pid}-${record.start_time}.json`);
  // Whole or not at all: the worker may be killed at any moment.
  await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return () => rm(path, { force: true });
}

/** Every record in the scratch root with the way to remove it. Unreadable ones are left out. */
export async function readRecords(
  scratchRoot: string,
): Promise<{ record: ProcessRecord; remove: () => Promise<void> }[]> {
  const folder = recordsFolder(scratchRoot);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const found = names.map(async (name) => {
    const path = join(folder, name);
    const record = parseRecord(await readFile(path, 'utf8').catch(() => ''));
    return record ? [{ record, remove: () => rm(path, { force: true }) }] : [];
  });
  return (await Promise.all(found)).flat();
}

function parseRecord(text: string): ProcessRecord | undefined {
  try {
    const record: ProcessRecord = JSON.parse(text);
    return Number.isInteger(record.pid) && record.pid > 1 ? record : undefined;
  } catch {
    return undefined;
  }
}
