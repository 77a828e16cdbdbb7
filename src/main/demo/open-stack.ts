import { existsSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Interrupt } from '../interrupt.ts';
import { SETTINGS } from '../settings/definitions.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { lockHolder } from '../stack/lock.ts';
import { readStackEnv } from '../stack/stack-env.ts';
import { startStack } from '../stack/start-stack.ts';
import { openStateFolder } from '../stack/state-folder.ts';
import { demoFault } from './demo-fault.ts';

export interface OpenStack {
  readonly settings: Settings<'demo'>;
  /** Whether the demo has started it. */
  readonly isOwn: boolean;
  /** Stops it, where the demo has started it. */
  close: () => Promise<void>;
}

const PATIENCE_MS = 60_000;
const nothingToClose = async () => undefined;

/** The stack that runs already, here or at the address in the environment, or a new one. */
export async function openStack(
  root: string,
  interrupt: Interrupt,
  report: (line: string) => void,
): Promise<OpenStack> {
  const given = process.env[SETTINGS.gatewayUrl.env];
  if (given) {
    report(`  Using the one at ${given}, which the environment names.`);
    return { settings: await reachable(readSettings('demo', process.env)), isOwn: false, close: nothingToClose };
  }
  const settings = readSettings('stack', process.env);
  const running = await runningStackEnv(settings.stateDir, interrupt.signal);
  if (running !== undefined) {
    report(`  Using the one that runs already (${settings.stateDir}).`);
    return {
      settings: await reachable(readSettings('demo', { ...process.env, ...running })),
      isOwn: false,
      close: nothingToClose,
    };
  }
  return startOwn(root, settings, interrupt, report);
}

async function startOwn(
  root: string,
  settings: Settings<'stack'>,
  interrupt: Interrupt,
  report: (line: string) => void,
): Promise<OpenStack> {
  const { signal } = interrupt;
  const stack = await startStack({ root, settings, environment: process.env, infraOnly: false, report, signal });
  interrupt.onImpatience = () => stack.kill();
  void stack.broken.then((cause) => interrupt.abort(cause));
  return { settings: readSettings('demo', { ...process.env, ...stack.env }), isOwn: true, close: () => stack.stop() };
}

/** What a stack of this folder says of itself; one that is just starting, or stopping, is waited for. */
async function runningStackEnv(stateDir: string, signal: AbortSignal): Promise<Record<string, string> | undefined> {
  const folder = openStateFolder(stateDir);
  const end = Date.now() + PATIENCE_MS;
  while (lockHolder(folder)?.role === 'stack' && Date.now() < end) {
    if (existsSync(folder.envFile)) return readStackEnv(folder.envFile);
    await sleep(200, undefined, { signal });
  }
  return undefined;
}

/** @throws FaultError `stack_not_ready` */
async function reachable(settings: Settings<'demo'>): Promise<Settings<'demo'>> {
  const response = await fetch(`${settings.gatewayUrl}/health/ready`).catch(() => undefined);
  await response?.body?.cancel();
  if (response?.ok) return settings;
  throw demoFault(
    'stack_not_ready',
    `The gateway at ${settings.gatewayUrl} is not ready (${response?.status ?? 'no answer'}). ` +
      'Is the stack that runs a whole one (not --infra-only)? Stop it, and the demo starts one of its own.',
  );
}
