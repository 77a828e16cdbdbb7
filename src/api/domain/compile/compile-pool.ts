import { randomUUID } from 'node:crypto';
import { Piscina } from 'piscina';
import type { Compiled } from '../../../yaml-compiler/compile.ts';
import type { CompileTask, TaskBegun } from './compile-thread.ts';

/** What becomes of a spec that came over HTTP. */
export type CompileOutcome =
  | ({ kind: 'compiled' } & Compiled)
  /** It took more time or memory than a spec may. */
  | { kind: 'too_complex'; limit: 'time' | 'memory' }
  /** Too many others are being compiled. */
  | { kind: 'busy' };

/** Compiles specs that anybody may have written, away from the thread that answers requests. */
export interface CompilePool {
  /**
   * @param file how diagnostics call it
   * @param others specs that came with it, by id: they come before those of the folder
   */
  compile(source: string, file: string, others?: Readonly<Record<string, string>>): Promise<CompileOutcome>;
  stop(): Promise<void>;
}

export interface CompilePoolOptions {
  /** Of a thread that had nothing to do with a spec at that moment: another takes its place. */
  onError: (error: Error) => void;
  /** Of the specs that others may use. */
  directory: string;
  /** For one spec, from when a thread takes it up: some ten times what the largest takes, where other work has the cores as well. */
  time_limit_ms?: number;
  /** For one spec, until a thread takes it up. With the time limit, and with the patience of the client's turn, less than the gateway waits for an answer. */
  patience_ms?: number;
  /** Of a thread. */
  memory_limit_mb?: number;
  threads?: number;
  /** Threads that are there before they are needed, since loading the compiler takes a while. */
  ready_threads?: number;
  /** Specs that may wait for a thread. */
  max_waiting?: number;
}

const THREAD = new URL('./compile-thread.ts', import.meta.url).href;

/** After which a thread ends that nobody needs any more. */
const IDLE_MS = 60_000;

/** Where all cores are busy, those who answer requests come first. */
const NICENESS = 10;

/** Threads that did not keep to their limits are ended, and others take their places. */
export function createCompilePool(options: CompilePoolOptions): CompilePool {
  const { directory, onError, time_limit_ms = 15_000, patience_ms = 20_000, memory_limit_mb = 256 } = options;
  const { threads = 2, ready_threads = 1, max_waiting = 32 } = options;
  const pool = new Piscina<CompileTask, Compiled>({
    filename: THREAD,
    name: 'compileTask',
    minThreads: ready_threads,
    maxThreads: threads,
    maxQueue: max_waiting,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: memory_limit_mb, maxYoungGenerationSizeMb: 32 },
    niceIncrement: NICENESS,
    // Nothing of the process's environment is any business of theirs.
    env: {},
  });
  pool.on('error', onError);
  const begin = new Map<string, () => void>();
  pool.on('message', ({ begun }: TaskBegun) => begin.get(begun)?.());

  async function compile(
    source: string,
    file: string,
    others: Readonly<Record<string, string>> = {},
  ): Promise<CompileOutcome> {
    if (pool.queueSize >= max_waiting) return { kind: 'busy' };
    const id = randomUUID();
    const late = new AbortController();
    let hasBegun = false;
    let timer = setTimeout(() => late.abort(), patience_ms);
    begin.set(id, () => {
      clearTimeout(timer);
      hasBegun = true;
      timer = setTimeout(() => late.abort(), time_limit_ms);
    });
    const { signal } = late;
    try {
      return { kind: 'compiled', ...(await pool.run({ id, source, file, others, directory }, { signal })) };
    } catch (error) {
      if (isOutOfMemory(error)) return { kind: 'too_complex', limit: 'memory' };
      if (!signal.aborted) throw error;
      return hasBegun ? { kind: 'too_complex', limit: 'time' } : { kind: 'busy' };
    } finally {
      clearTimeout(timer);
      begin.delete(id);
    }
  }

  return { compile, stop: () => pool.destroy() };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
