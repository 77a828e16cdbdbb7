import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { WORKER_ENVIRONMENT, WORKER_NODE_FLAGS } from '../src/main/worker/memory.ts';

/** A worker in a process of its own. */
export class WorkerProcess {
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** Returns when it polls. */
  static async start(path: string, env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
    const environment = { ...WORKER_ENVIRONMENT, ...env };
    const child = spawn(process.execPath, [...WORKER_NODE_FLAGS, path], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const ready = new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => line.includes('"Worker:Ready"') && resolve());
      child.once('exit', (code) => reject(new Error(`the worker ${path} ended with ${code}`)));
    });
    await ready;
    return new WorkerProcess(child);
  }

  /** Its memory at its highest so far, MB; null where the system does not tell. */
  async peakMemory(): Promise<number | null> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
