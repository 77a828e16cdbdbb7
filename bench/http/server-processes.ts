import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../tests/support/stack.ts';
import type { Env } from '../job.ts';

/** Servers in processes of their own. Logs go to files. */
export class ServerProcesses {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rhumbline-bench-'));
  private readonly children: ChildProcess[] = [];

  /** Returns when it answers at `health`. @throws Error when it ends before that */
  async start(command: readonly [string, ...string[]], env: Env, health: string): Promise<void> {
    const [program, ...args] = command;
    const log = openSync(join(this.folder, `${this.children.length}.log`), 'w');
    const child = spawn(program, args, { env, stdio: ['ignore', log, 'inherit'] });
    this.children.push(child);
    const answers = await eventually(async () => {
      if (child.exitCode !== null) return false;
      if (!(await fetch(health)).ok) throw new Error(`${command.join(' ')} does not answer`);
      return true;
    });
    if (!answers) throw new Error(`${command.join(' ')} ended with ${child.exitCode}`);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.children.map(async (child) => {
        if (child.exitCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      }),
    );
    rmSync(this.folder, { recursive: true });
  }
}
