import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Measured {
  seconds: number;
  /** Most memory that a process of the program had resident, in MB of a million bytes. */
  peak_mb: number;
  /** Seconds for which the machine's cores were busy, the storage's and the database's among them. */
  busy: number;
}

/** Often enough for a mark that only rises; each look costs some milliseconds of what is measured. */
const LOOK_EVERY_MS = 250;
const KIBIBYTE = 1024;
const MEGABYTE = 1e6;

/** @param program as the kernel names it: the first fifteen characters of the command */
export async function measure(program: string, work: () => Promise<unknown>): Promise<Measured> {
  const ended = new AbortController();
  const watched = watch(program, ended.signal);
  const [began, busyBefore] = [performance.now(), busySeconds()];
  try {
    await work();
  } finally {
    ended.abort();
  }
  const seconds = (performance.now() - began) / 1000;
  const busy = busySeconds() - busyBefore;
  return { seconds, peak_mb: (await watched) / MEGABYTE, busy };
}

function busySeconds(): number {
  const busy = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return busy.reduce((sum, each) => sum + each, 0) / 1000;
}

/** The kernel's own high-water mark, so that what lies between two looks is not missed. */
async function watch(program: string, ended: AbortSignal): Promise<number> {
  let most = 0;
  while (!ended.aborted) {
    most = Math.max(most, ...(await highWaterMarks(program)));
    await sleep(LOOK_EVERY_MS, undefined, { signal: ended }).catch(() => {});
  }
  return most;
}

async function highWaterMarks(program: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const marks = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (/^Name:\t(.*)$/m.exec(status)?.[1] !== program.slice(0, 15)) return 0;
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * KIBIBYTE;
  });
  return Promise.all(marks);
}
