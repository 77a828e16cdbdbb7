import { readdirSync, readFileSync } from 'node:fs';
import { findSignatures } from './signatures.ts';

const EVERY_MS = 200;
/** A process is read at each of its first looks, since at first it is a copy of its parent, and then now and again. */
const FIRST_LOOKS = 3;
const LATER_EVERY = 10;

export interface Samples {
  /** Programs seen, by name. */
  readonly programs: ReadonlySet<string>;
  readonly samples: number;
  readonly leaks: ReadonlySet<string>;
}

interface Seen {
  readonly parent: number;
  readonly startTime: string;
  /** Undefined until it has been asked. */
  isWatched: boolean | undefined;
  looks: number;
}

/**
 * Watches the process list: command line and environment, as others on the machine may see them, of the processes that
 * are asked for and of all that descend from them. Linux only.
 */
export function sampleProcesses(isRoot: (pid: number) => boolean): { stop: () => Samples } {
  const [programs, leaks] = [new Set<string>(), new Set<string>()];
  let seen = new Map<number, Seen>();
  let samples = 0;
  const sample = () => {
    samples += 1;
    seen = present(seen);
    for (const [pid, process] of seen) {
      process.looks += 1;
      const isDue = process.looks <= FIRST_LOOKS || process.looks % LATER_EVERY === 0;
      if (process.looks <= FIRST_LOOKS) process.isWatched = undefined;
      if (isDue && isWatched(pid, seen, isRoot)) look(pid);
    }
  };
  const look = (pid: number) => {
    const [command, environment] = [read(pid, 'cmdline'), read(pid, 'environ')].map(readable) as [string, string];
    const program = command.split(' ')[0]?.split('/').at(-1) ?? '';
    programs.add(program);
    for (const excerpt of findSignatures(`${command} ${environment}`)) leaks.add(`${program}: ${excerpt}`);
  };
  const timer = setInterval(sample, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { programs, samples, leaks };
    },
  };
}

/** All processes there are; of those that were there before, with what is known of them. */
function present(before: ReadonlyMap<number, Seen>): Map<number, Seen> {
  const found = new Map<number, Seen>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    // proc(5): what follows the name, which may hold anything, begins with the state, the parent; 22 is the start time.
    const stat = read(pid, 'stat');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent, startTime] = [Number(fields[1]), `${fields[19]}`];
    const known = before.get(pid);
    const isSame = known?.startTime === startTime;
    found.set(pid, isSame ? { ...known, parent } : { parent, startTime, isWatched: undefined, looks: 0 });
  }
  return found;
}

function isWatched(pid: number, seen: ReadonlyMap<number, Seen>, isRoot: (pid: number) => boolean): boolean {
  const process = seen.get(pid);
  if (process === undefined) return false;
  process.isWatched ??= isRoot(pid) || isWatched(process.parent, seen, isRoot);
  return process.isWatched;
}

function readable(text: string): string {
  return text.replaceAll('\0', ' ');
}

function read(pid: number, what: 'cmdline' | 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}
