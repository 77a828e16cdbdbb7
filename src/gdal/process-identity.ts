import { readFile } from 'node:fs/promises';

/** States of a process that ended and whose parent has not taken note of it. */
const ENDED = new Set(['Z', 'X', 'x']);

/**
 * When a process started, in clock ticks since the machine did: with its id, that names one process for ever, where the
 * id alone is used again. Source: proc(5), fields 3 and 22 of /proc/PID/stat.
 * @returns null when there is no such process, or it has ended, or there is no /proc
 */
export async function processStartTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return ENDED.has(fields[0] ?? '') ? null : (fields[19] ?? null);
}

/** Changes with every start of the machine, so that records of an earlier one are known as such; null without /proc. */
export async function bootId(): Promise<string | null> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
  return id?.trim() ?? null;
}
