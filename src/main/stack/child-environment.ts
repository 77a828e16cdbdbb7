import { SETTINGS } from '../settings/definitions.ts';
import { PROCESSES, type ProcessKind } from '../settings/processes.ts';
import { fileNameOf } from '../settings/secret-file.ts';
import type { Environment } from '../settings/settings.ts';
import { STACK_MARK } from './process-identity.ts';

const SETTING_NAMES = new Set<string>(Object.values(SETTINGS).flatMap((setting) => [setting.env, fileNameOf(setting)]));

/** What any program needs to run at all, and nothing more. For the programs that are not ours. */
export function plainEnvironment(environment: Environment, path: string, stateDir: string): Record<string, string> {
  const kept = ['HOME', 'TMPDIR', 'USER'].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), PATH: path, LANG: 'C.UTF-8', TZ: 'UTC', [STACK_MARK]: stateDir };
}

export interface ChildEnvironment {
  readonly environment: Environment;
  readonly path: string;
  readonly stateDir: string;
  /** Addresses and keys of the stack. */
  readonly stack: Readonly<Record<string, string>>;
  /** PEM file of the authorities that Node is to trust besides its own. */
  readonly trusted: string | undefined;
}

/**
 * For one of our own processes: the settings that its kind reads and no others, so that the gateway, say,
 * does not hold the owner's password.
 */
export function processEnvironment(kind: ProcessKind, given: ChildEnvironment): Record<string, string> {
  const { required, optional } = PROCESSES[kind];
  const env: Record<string, string> = { PATH: given.path, [STACK_MARK]: given.stateDir };
  for (const [name, value] of Object.entries(given.environment)) {
    if (value !== undefined && !SETTING_NAMES.has(name) && !(name in env)) env[name] = value;
  }
  for (const key of [...required, ...optional]) {
    const name = SETTINGS[key].env;
    const value = given.stack[name] ?? given.environment[name];
    if (value !== undefined) env[name] = value;
  }
  if (given.trusted !== undefined) env.NODE_EXTRA_CA_CERTS = given.trusted;
  return env;
}
