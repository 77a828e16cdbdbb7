import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SETTINGS, type SettingKey } from '../settings/definitions.ts';
import { fileNameOf } from '../settings/secret-file.ts';
import type { Environment } from '../settings/settings.ts';
import { readStackEnv } from '../stack/stack-env.ts';

/**
 * What belongs together: where the environment gives a group's address, all of the group comes from there. The key of
 * the local stack is not sent to some other gateway, nor its identity's token to some other account.
 */
const GROUPS: readonly { address: SettingKey; others: readonly SettingKey[] }[] = [
  { address: 'gatewayUrl', others: ['apiKey', 'temporalUiUrl', 'temporalNamespace', 'workflowsDir'] },
  { address: 'storageUrl', others: ['storageCaFile', 'identityEndpoint', 'identityHeader'] },
];

export interface Whereabouts {
  environment: Environment;
  /** The folder that the command was started in. */
  cwd: string;
  /** Root of the project. */
  root: string;
}

/** A client's settings: the environment's own, and what is not there from the running local stack. */
export function clientEnvironment({ environment, cwd, root }: Whereabouts): Environment {
  const file = findStackEnv({ environment, cwd, root });
  if (file === undefined) return environment;
  const stack = readStackEnv(file);
  const filled: Record<string, string | undefined> = { ...environment };
  for (const { address, others } of GROUPS) {
    if (environment[SETTINGS[address].env]) continue;
    for (const setting of [address, ...others].map((key) => SETTINGS[key])) {
      if (!environment[fileNameOf(setting)]) filled[setting.env] = environment[setting.env] || stack[setting.env];
    }
  }
  return filled;
}

/** The `stack.env` of a running stack; it goes when the stack does. */
export function findStackEnv({ environment, cwd, root }: Whereabouts): string | undefined {
  const stateDir = environment[SETTINGS.stateDir.env];
  const folders = stateDir
    ? [stateDir]
    : [join(cwd, SETTINGS.stateDir.fallback), join(root, SETTINGS.stateDir.fallback)];
  return folders.map((folder) => resolve(cwd, folder, 'stack.env')).find((path) => existsSync(path));
}
