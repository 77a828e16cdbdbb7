import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError } from '../../plan/fault.ts';
import { lastLines, readLogFrom } from './log-tail.ts';
import { signalGroup } from './orphans.ts';
import { removePidFile, writePidFile } from './pid-file.ts';
import type { StateFolder } from './state-folder.ts';

export interface ProcessSpec {
  /** Short and stable: name of the log, the pid file and the part in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The user to run as, when not our own. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stopSignal: NodeJS.Signals;
  /** After the stop signal, how long until SIGKILL. */
  readonly stopGraceMs: number;
  /** How long a start may take. */
  readonly readyWithinMs: number;
  /** One try, without waiting. `log` is what the process has written since it started. */
  ready(log: () => string): Promise<boolean>;
}

export interface Supervision {
  /** A sentence for the operator. */
  report(sentence: string): void;
  /** The process died too often to try again. */
  giveUp(error: FaultError): void;
}

const QUICK_LIFE_MS = 5_000;
const MOST_QUICK_DEATHS = 5;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const PROBE_EVERY_MS = 50;

/**
 * A child process that is kept alive: started, probed until it is ready, restarted with a growing
 * delay when it dies, ended as a group. It writes its log to a file and not through us, so that it
 * never blocks on us.
 */
export class ManagedProcess {
  readonly spec: ProcessSpec;
  readonly logFile: string;
  readonly #folder: StateFolder;
  readonly #supervision: Supervision;
  #child: ChildProcess | undefined;
  #exit: Promise<string> = Promise.resolve('');
  #logOffset = 0;
  #stopping = false;
  #quickDeaths = 0;

  constructor(spec: ProcessSpec, folder: StateFolder, supervision: Supervision) {
    this.spec = spec;
    this.#folder = folder;
    this.#supervision = supervision;
    this.logFile = join(folder.logs, `${spec.name}.log`);
  }

  /**
   * Resolves when the process is ready; from then on it is restarted when it dies.
   *
   * @throws FaultError `part_failed` when it exits or does not become ready in time
   */
  async start(signal: AbortSignal): Promise<void> {
    this.#spawn();
    await this.#untilReady(signal);
    void this.#keepAlive(Date.now());
  }

  /** Ends the process and its group and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const pid = this.#livingPid();
    if (pid !== undefined) {
      signalGroup(pid, this.spec.stopSignal);
      const killer = setTimeout(() => this.kill(), this.spec.stopGraceMs);
      await this.#exit;
      clearTimeout(killer);
      // What it started may have stayed in its group.
      signalGroup(pid, 'SIGKILL');
    }
    removePidFile(this.#folder.run, this.spec.name);
  }

  /** SIGKILL for the whole group, at once; the process is not started again. */
  kill(): void {
    this.#stopping = true;
    const pid = this.#livingPid();
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  }

  #livingPid(): number | undefined {
    const child = this.#child;
    return child && child.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  #spawn(): void {
    const { name, command, args, env, cwd, user, stopSignal } = this.spec;
    this.#logOffset = existsSync(this.logFile) ? statSync(this.logFile).size : 0;
    const log = openSync(this.logFile, 'a', 0o600);
    const child = spawn(command, args, {
      env,
      cwd: cwd ?? this.#folder.root,
      detached: true,
      stdio: ['ignore', log, log],
      ...user,
    });
    closeSync(log);
    this.#child = child;
    this.#exit = new Promise((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`));
    });
    if (child.pid !== undefined) writePidFile(this.#folder.run, name, child.pid, stopSignal);
  }

  async #untilReady(signal: AbortSignal): Promise<void> {
    const end = Date.now() + this.spec.readyWithinMs;
    let death: string | undefined;
    void this.#exit.then((how) => {
      death = how;
    });
    const log = () => readLogFrom(this.logFile, this.#logOffset);
    while (!(await this.spec.ready(log))) {
      signal.throwIfAborted();
      if (death !== undefined) throw this.#fault(`${death} before it was ready`);
      if (Date.now() > end) throw this.#fault(`was not ready within ${this.spec.readyWithinMs / 1000} s`);
      await sleep(PROBE_EVERY_MS);
    }
  }

  /** Waits for the death of a process that was started at `since`, and then starts the next one. */
  async #keepAlive(since: number): Promise<void> {
    const death = await this.#exit;
    if (this.#stopping) return;
    if (this.#child?.pid !== undefined) signalGroup(this.#child.pid, 'SIGKILL');
    this.#quickDeaths = Date.now() - since < QUICK_LIFE_MS ? this.#quickDeaths + 1 : 0;
    if (this.#quickDeaths >= MOST_QUICK_DEATHS) {
      return this.#supervision.giveUp(this.#fault(`${death}, for the ${MOST_QUICK_DEATHS}th time in a row`));
    }
    const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, this.#quickDeaths - 1), LONGEST_DELAY_MS);
    this.#supervision.report(`${this.spec.name} ${death}; starting it again in ${delay / 1000} s`);
    await sleep(delay);
    if (this.#stopping) return;
    const restarted = Date.now();
    this.#spawn();
    void this.#reportReady(restarted);
    return this.#keepAlive(restarted);
  }

  async #reportReady(since: number): Promise<void> {
    try {
      await this.#untilReady(AbortSignal.timeout(this.spec.readyWithinMs));
      if (!this.#stopping) this.#supervision.report(`${this.spec.name} is back after ${seconds(Date.now() - since)}`);
    } catch (error) {
      // A death is reported where it is handled; this is one that lives and is not ready.
      if (!this.#stopping && this.#livingPid() !== undefined) this.#supervision.report(String(error));
    }
  }

  #fault(what: string): FaultError {
    return new FaultError({
      code: 'part_failed',
      message: `${this.spec.name} ${what}. The end of its log (${this.logFile}):\n${lastLines(this.logFile, this.#logOffset)}`,
    });
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
