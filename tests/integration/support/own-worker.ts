import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { WORKER_NODE_FLAGS } from '../../../src/main/worker/memory.ts';
import type { TaskQueues } from '../../../src/plan/job.ts';
import { ROOT } from '../../support/stack.ts';
import type { Lifetime } from './lifetime.ts';

/** A line of a worker's log. */
export type LogLine = Record<string, unknown> & { msg: string };

/** A worker of a test's own, on queues of its own, which may be killed and started again. It polls the light one, unless told. */
export class OwnWorker {
  readonly queues: TaskQueues;
  /** Of all its lives. */
  readonly log: LogLine[] = [];
  private readonly settings: Record<string, string>;
  private child: ChildProcess | undefined;

  constructor(t: Lifetime, settings: Record<string, string> = {}) {
    const name = `test-${randomUUID()}`;
    this.queues = { light: `${name}-light`, heavy: `${name}-heavy` };
    this.settings = {
      RHUMBLINE_WORKER_QUEUES: 'light',
      RHUMBLINE_LOG_LEVEL: 'debug',
      RHUMBLINE_TASK_QUEUE_LIGHT: this.queues.light,
      RHUMBLINE_TASK_QUEUE_HEAVY: this.queues.heavy,
      ...settings,
    };
    t.after(() => this.end('SIGKILL'));
  }

  /** The process of its present life. */
  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('The worker does not run.');
    return this.child.pid;
  }

  /** Returns when it polls. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...WORKER_NODE_FLAGS, join(ROOT, 'src/main/worker.ts')], {
      env: { ...process.env, ...this.settings },
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
    // By then its last lines are read as well.
    await once(child, 'close');
  }
}

/** The SDK's native core writes lines of another form. */
function readLine(line: string): LogLine | undefined {
  return line.startsWith('{') ? (JSON.parse(line) as LogLine) : undefined;
}
