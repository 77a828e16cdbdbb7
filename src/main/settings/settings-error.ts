import type { Setting } from './setting.ts';

/** sysexits.h EX_CONFIG: something is wrong with the configuration. */
export const EXIT_CONFIG = 78;

export interface SettingsFault {
  setting: Setting;
  problem: string;
}

/** All that is wrong with a process's settings, in one message. */
export class SettingsError extends Error {
  readonly code = 'invalid_settings';
  readonly faults: readonly SettingsFault[];

  constructor(processKind: string, faults: readonly SettingsFault[]) {
    super(messageOf(processKind, faults));
    this.name = 'SettingsError';
    this.faults = faults;
  }
}

function messageOf(processKind: string, faults: readonly SettingsFault[]): string {
  const count = faults.length === 1 ? '1 setting is' : `${faults.length} settings are`;
  const list = faults.map(
    ({ setting, problem }) =>
      `  ${setting.env} ${problem}\n      ${setting.meaning}\n      Example: ${setting.example}`,
  );
  return `${processKind}: ${count} missing or malformed.\n${list.join('\n')}\nAll settings are explained in .env.example.`;
}
