import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { processStartTime } from '../../gdal/process-identity.ts';

/** `<host>.<pid>.<start time>.scratch`: whose it is can be told when that worker is gone. */
const OWNER = /^(?<host>.+)\.(?<pid>\d+)\.(?<start>[^.]+)\.scratch$/;

export interface Scratch {
  /** A new folder for one attempt of an activity. */
  make(): Promise<string>;
  /** Removes what is left, when no activity runs any more. */
  close(): Promise<void>;
}

/**
 * This worker's own folder in a scratch root that several workers may share. What workers left that are dead by now, of this
 * host, is removed first.
 */
export async function openScratch(root: string): Promise<Scratch> {
  await mkdir(root, { recursive: true });
  await removeDeadWorkers(root);
  const folder = join(root, `${hostname()}.${process.pid}.${await processStartTime(process.pid)}.scratch`);
  return {
    async make() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return mkdtemp(join(folder, 'attempt-'));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function removeDeadWorkers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const owner = OWNER.exec(name)?.groups;
    if (owner?.host !== hostname()) continue;
    const isAlive = (await processStartTime(Number(owner.pid))) === owner.start;
    if (!isAlive) await rm(join(root, name), { recursive: true, force: true });
  }
}
