import type { FaultError } from '../../plan/fault.ts';
import { ManagedProcess, type ProcessSpec, seconds } from './managed-process.ts';
import { killAll } from './orphans.ts';
import { readPidFiles } from './pid-file.ts';
import type { StateFolder } from './state-folder.ts';

type Stop = () => Promise<void>;

/** Starts the parts of a stack tier by tier, says how long each took, and stops them in reverse order. */
export class Runner {
  readonly folder: StateFolder;
  readonly report: (line: string) => void;
  /** Resolves, with the cause, when a part has died for good. */
  readonly broken: Promise<FaultError>;
  readonly #abort = new AbortController();
  readonly #tiers: Stop[][] = [];
  readonly #processes: ManagedProcess[] = [];
  #breakDown: (error: FaultError) => void = () => undefined;

  constructor(folder: StateFolder, report: (line: string) => void, signal: AbortSignal) {
    this.folder = folder;
    this.report = report;
    this.broken = new Promise((resolve) => {
      this.#breakDown = resolve;
    });
    if (signal.aborted) this.#abort.abort(signal.reason);
    signal.addEventListener('abort', () => this.#abort.abort(signal.reason), { once: true });
  }

  /** Aborted when the start is to end, be it by the user or by the failure of another part. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Runs these at the same time. When one fails, the others are broken off before its error is thrown. */
  async tier(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
    this.#tiers.push([]);
    const results = await Promise.allSettled(
      tasks.map(async (task) => {
        try {
          await task();
        } catch (error) {
          this.#abort.abort(error);
          throw error;
        }
      }),
    );
    if (results.some(({ status }) => status === 'rejected')) throw this.signal.reason;
  }

  /** One line of progress about a piece of work, when it is done. */
  async step(label: string, detail: string, work: () => Promise<unknown>): Promise<void> {
    const began = Date.now();
    this.signal.throwIfAborted();
    await work();
    this.report(`  ${label.padEnd(14)} ${detail.padEnd(36)} ${seconds(Date.now() - began).padStart(7)}`);
  }

  /** Starts a process that is kept alive until its tier is stopped. */
  async run(spec: ProcessSpec): Promise<void> {
    this.signal.throwIfAborted();
    const managed = new ManagedProcess(spec, this.folder, {
      report: (sentence) => this.report(sentence),
      giveUp: (error) => this.#breakDown(error),
    });
    this.#processes.push(managed);
    this.onStop(() => managed.stop());
    await managed.start(this.signal);
  }

  /** Does this when the present tier is stopped. */
  onStop(stop: Stop): void {
    this.#tiers.at(-1)?.push(stop);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (let tier = this.#tiers.pop(); tier; tier = this.#tiers.pop()) {
      await Promise.allSettled(tier.map((stop) => stop()));
    }
  }

  /** SIGKILL for everything, at once: the operator has lost patience. */
  kill(): void {
    for (const managed of this.#processes) managed.kill();
    killAll(readPidFiles(this.folder.run), this.folder);
  }
}
