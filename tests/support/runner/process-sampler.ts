import { readdirSync, readFileSync } from 'node:fs';
import { findSignatures } from './signatures.ts';

const EVERY_MS = 200;

export interface Samples {
  /** Programs seen, by name. */
  readonly programs: ReadonlySet<string>;
  readonly samples: number;
  readonly leaks: ReadonlySet<string>;
}

/**
 * Watches the process list: command line and environment, as others on the machine may see them, of these processes
 * and of all that descend from them. Linux only.
 */
export function sampleProcesses(roots: () => number[]): { stop: () => Samples } {
  const [programs, leaks] = [new Set<string>(), new Set<string>()];
  let samples = 0;
  const sample = () => {
    samples += 1;
    for (const pid of withDescendants(roots())) {
      const [command, environment] = [read(pid, 'cmdline'), read(pid, 'environ')].map(readable) as [string, string];
      const program = command.split(' ')[0]?.split('/').at(-1) ?? '';
      programs.add(program);
      for (const excerpt of findSignatures(`${command} ${environment}`)) leaks.add(`${program}: ${excerpt}`);
    }
  };
  const timer = setInterval(sample, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { programs, samples, leaks };
    },
  };
}

function withDescendants(roots: readonly number[]): Set<number> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(Number(name), 'stat');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = new Set<number>();
  const pending = [...roots];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    if (found.has(pid)) continue;
    found.add(pid);
    pending.push(...(children.get(pid) ?? []));
  }
  return found;
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
