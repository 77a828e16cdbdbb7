import process from 'node:process';
import type { ProcessKind } from './processes.ts';
import { readSettings, type Settings } from './settings.ts';
import { EXIT_CONFIG, SettingsError } from './settings-error.ts';

/** For the first line of a process: its settings from the environment, or the list of what is wrong and exit code 78. */
export function readSettingsOrExit<P extends ProcessKind>(kind: P): Settings<P> {
  try {
    return readSettings(kind, process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}
