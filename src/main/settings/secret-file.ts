import { readFileSync } from 'node:fs';
import type { Setting } from './setting.ts';
import type { Environment } from './settings.ts';

/** Where the path of the file stands that a secret setting is read from: containers are handed their secrets as files. */
export function fileNameOf({ env }: Pick<Setting, 'env'>): string {
  return `${env}_FILE`;
}

export interface Given {
  readonly text?: string | undefined;
  readonly problem?: string;
}

/** What the environment gives for a setting: its own text or, of a secret, that of the file that NAME_FILE names. */
export function givenText(setting: Setting, environment: Environment): Given {
  const text = environment[setting.env] || undefined;
  const path = setting.secret ? environment[fileNameOf(setting)] : undefined;
  if (!path) return { text };
  if (text !== undefined) return { problem: `is set, and so is ${fileNameOf(setting)}: one of them is enough` };
  return readSecret(setting, path);
}

/** Editors and `echo` end a file with a line break, which is no part of the secret. */
function readSecret(setting: Setting, path: string): Given {
  try {
    const text = readFileSync(path, 'utf8').replace(/(?:\r?\n)+$/, '');
    return text === ''
      ? { problem: `is empty: ${path}, which ${fileNameOf(setting)} names, has nothing in it` }
      : { text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return { problem: `is not to be had: ${path}, which ${fileNameOf(setting)} names, cannot be read (${code})` };
  }
}
