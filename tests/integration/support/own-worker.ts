import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { WORKER_NODE_FLAGS } from '../../../src/main/worker/memory.ts';
import { ROOT } from '../../support/stack.ts';

/** A line of a worker's log. */
export type LogLine = Record<string, unknown> & { msg: string };

/** A worker of a test's own, on a queue of its own, which may be killed. */
export class OwnWorker {
  readonly queue = `test-${randomUUID()}`;
  /** Of all its lives. */
  readonly log: LogLine[] = [];
  private readonly settings: Record<string, string>;
  private child: ChildProcess | undefined;

  constructor(t: TestContext, settings: Record<string, string> = {}) {
    this.settings = { RHUMBLINE_WORKER_QUEUES: 'light', RHUMBLINE_LOG_LEVEL: 'debug', ...settings };
    t.after(() => this.end('SIGKILL'));
  }

  /** Returns when it polls. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...WORKER_NODE_FLAGS, join(ROOT, 'src/main/worker.ts')], {
      env: { ...process.env, ...this.settings, RHUMBLINE_TASK_QUEUE_LIGHT: this.queue },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    const ready = Promise.withResolvers<void>();
    child.once('exit', (code) => ready.reject(new Error(`the worker ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = readLine(line);
      if (entry) this.log.push(entry);
      if (entry?.msg === 'Worker:Ready') ready.resolve();
    });
    await ready.promise;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

/** The SDK's native core writes lines of another form. */
function readLine(line: string): LogLine | undefined {
  return line.startsWith('{') ? (JSON.parse(line) as LogLine) : undefined;
}
