import { execa } from 'execa';
import { FaultError } from '../../plan/fault.ts';

export interface Command {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end.
 *
 * @returns what it wrote, both streams together
 * @throws FaultError `part_failed` with the end of what it wrote
 */
export async function runOnce({ name, command, args, env, cwd, user, signal }: Command): Promise<string> {
  const result = await execa(command, args, {
    env,
    extendEnv: false,
    cwd,
    all: true,
    stdin: 'ignore',
    reject: false,
    forceKillAfterDelay: 5_000,
    ...(signal ? { cancelSignal: signal } : {}),
    ...user,
  });
  signal?.throwIfAborted();
  if (!result.failed) return result.all ?? '';
  const reason =
    result.exitCode === undefined ? (result.shortMessage ?? 'failed') : `ended with exit code ${result.exitCode}`;
  const tail = (result.all ?? '').trimEnd().split('\n').slice(-15);
  throw new FaultError({
    code: 'part_failed',
    message: `${name} ${reason}:\n${tail.map((line) => `    ${line}`).join('\n')}`,
  });
}
