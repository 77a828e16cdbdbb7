import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * When a process started, as text that is the same for as long as it lives and that no later process
 * with its pid has. undefined when there is no such process. Guards against killing an innocent that
 * inherited the number.
 */
export function startTimeOf(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid);
}

export function isAlive(pid: number, startTime: string): boolean {
  return startTimeOf(pid) === startTime;
}

/** proc(5): field 22 of stat, in clock ticks since boot; the boot's id tells boots apart. A zombie counts as gone. */
function linuxStartTime(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim()}:${fields[19]}`;
}

function psStartTime(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Set in the environment of every process that a stack starts, and so inherited by what those start. */
export const STACK_MARK = 'RHUMBLINE_STACK';

/** Pids of the processes that carry a stack's mark. Linux only; elsewhere pid files must do. */
export function processesWithMark(stateDir: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && carriesMark(pid, stateDir))
    .filter((pid) => startTimeOf(pid) !== undefined);
}

export function carriesMark(pid: number, stateDir: string): boolean {
  return `\0${readText(`/proc/${pid}/environ`) ?? ''}`.includes(`\0${STACK_MARK}=${stateDir}\0`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
