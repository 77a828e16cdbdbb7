import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serverUser } from '../../src/main/stack/parts/postgres-cluster.ts';
import { readPidFile } from '../../src/main/stack/pid-file.ts';
import { findPostgres } from '../../src/main/stack/programs.ts';
import type { StateFolder } from '../../src/main/stack/state-folder.ts';
import type { Disturbance, History } from './history.ts';
import type { Random } from './random.ts';

export const PARTS = ['gateway', 'domain', 'worker', 'postgres', 'temporal'] as const;
export type Part = (typeof PARTS)[number];

/** Who dies again and again within five seconds of his start is given up by the stack. */
const REST_MS = 5_500;
const SHORTEST_PAUSE_MS = 1_500;
const LONGEST_PAUSE_MS = 8_000;
/** With more, nobody would get an answer for most of the time. */
const MOST_DOWN = 2;

/** Kills parts of a stack, which starts them again. */
export class Killer {
  readonly #folder: StateFolder;
  readonly #history: History;
  readonly #down = new Set<Part>();
  readonly #backAt = new Map<Part, number>();

  constructor(folder: StateFolder, history: History) {
    this.#folder = folder;
    this.#history = history;
  }

  /** Parts that were killed and are not ready again. */
  get down(): readonly Part[] {
    return [...this.#down];
  }

  /** To be told of every sentence that the stack reports. */
  heard(sentence: string): void {
    const part = PARTS.find((name) => sentence.startsWith(`${name} is back`));
    if (part === undefined || !this.#down.delete(part)) return;
    this.#backAt.set(part, performance.now());
    this.#history.add<Disturbance>({ process: 'killer', type: 'info', f: 'back', part });
  }

  async run(random: Random, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(SHORTEST_PAUSE_MS + random.fraction() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS), undefined, {
        signal,
      }).catch(() => {});
      const part = random.pick(PARTS);
      if (!signal.aborted && this.#mayDie(part)) await this.#kill(part);
    }
  }

  #mayDie(part: Part): boolean {
    if (this.#down.has(part) || this.#down.size >= MOST_DOWN) return false;
    return performance.now() - (this.#backAt.get(part) ?? -REST_MS) >= REST_MS;
  }

  async #kill(part: Part): Promise<void> {
    this.#down.add(part);
    this.#history.add<Disturbance>({ process: 'killer', type: 'info', f: 'kill', part });
    if (part === 'postgres') return this.#stopPostgres();
    const record = readPidFile(this.#folder.run, part);
    if (record === undefined) throw new Error(`the stack runs no ${part}`);
    process.kill(record.pid, 'SIGKILL');
  }

  /** Without a checkpoint, so that it recovers from its log when it is started again. */
  async #stopPostgres(): Promise<void> {
    const program = join(dirname(findPostgres(process.env.PATH ?? '').postgres), 'pg_ctl');
    const cluster = join(readFileSync(join(this.#folder.root, 'postgres.location'), 'utf8').trim(), 'cluster');
    const options = { cwd: '/', env: { LANG: 'C.UTF-8' }, ...serverUser() };
    await promisify(execFile)(program, ['stop', '-m', 'immediate', '-D', cluster, '-t', '20'], options);
  }
}
