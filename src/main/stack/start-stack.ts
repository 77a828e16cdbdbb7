import process from 'node:process';
import type { FaultError } from '../../plan/fault.ts';
import { ownParts, portsOf } from './addresses.ts';
import { startApplications } from './applications.ts';
import { createContext, type StackOptions } from './context.ts';
import { startInfrastructure } from './infrastructure.ts';
import { releaseLock, takeLock } from './lock.ts';
import { sweepOrphans } from './orphans.ts';
import { checkPorts } from './ports.ts';
import { Runner } from './runner.ts';
import { loadSecrets } from './secrets.ts';
import { removeStackEnv, writeStackEnv } from './stack-env.ts';
import { withoutStaleAddresses } from './stale-addresses.ts';
import { startWatchdog } from './start-watchdog.ts';
import { openStateFolder, putAsideLogs, type StateFolder } from './state-folder.ts';

export interface RunningStack {
  readonly folder: StateFolder;
  /** Addresses and keys by environment name, as in `stack.env`, and whom Node clients are to trust. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves, with the cause, when a part has died too often to be started again. The stack still wants stopping. */
  readonly broken: Promise<FaultError>;
  /** Stops everything, last started first, and waits until it is gone. */
  stop(): Promise<void>;
  /** SIGKILL for everything, at once. */
  kill(): void;
}

/**
 * Starts the local stack on a state folder and waits until each part is healthy.
 *
 * @throws FaultError `stack_already_running`, `port_in_use`, `stale_state`, `program_missing`, `part_failed`…;
 *   nothing is left running then
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { report, infraOnly } = options;
  const folder = openStateFolder(options.settings.stateDir);
  // What the stack and its processes write from here on is for their user alone: Temporal's file would be open to all.
  process.umask(0o077);
  await takeLock(folder, 'stack');
  putAsideLogs(folder);
  const runner = new Runner(folder, report, options.signal);
  const dismissWatchdog = startWatchdog(folder, report);
  const stop = async () => {
    await runner.stop();
    removeStackEnv(folder);
    await dismissWatchdog();
    releaseLock(folder);
  };
  try {
    const orphans = await sweepOrphans(folder);
    if (orphans.length > 0) report(`Ended what an earlier stack had left running: ${orphans.join(', ')}.`);
    const secrets = loadSecrets(folder);
    const settings = await withoutStaleAddresses(options.settings, secrets);
    await checkPorts(portsOf(settings, ownParts(settings), infraOnly));
    const context = createContext({ ...options, settings }, folder, runner, secrets);
    await startInfrastructure(context);
    if (!infraOnly) await startApplications(context);
    const trusted = context.trusted === undefined ? {} : { NODE_EXTRA_CA_CERTS: context.trusted };
    const env = { ...context.stack, ...trusted };
    writeStackEnv(folder, env);
    return { folder, env, broken: runner.broken, stop, kill: () => runner.kill() };
  } catch (error) {
    await stop();
    throw error;
  }
}
