import process from 'node:process';
import { SETTINGS } from './definitions.ts';
import type { ProcessKind } from './processes.ts';
import { readSettings, type Settings } from './settings.ts';
import { EXIT_CONFIG, SettingsError } from './settings-error.ts';

/** For the first line of a process: its settings from the environment, or the list of what is wrong and exit code 78. */
export function readSettingsOrExit<P extends ProcessKind>(kind: P): Settings<P> {
  try {
    const settings = readSettings(kind, process.env);
    handOver(settings);
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

/** The Azure SDK reads this one from the environment, and nowhere else; it may have come from a file. */
function handOver(settings: { identityHeader?: string | undefined }): void {
  if (settings.identityHeader !== undefined) process.env[SETTINGS.identityHeader.env] = settings.identityHeader;
}
