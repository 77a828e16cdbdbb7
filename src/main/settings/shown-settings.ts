import { SETTINGS, type SettingKey } from './definitions.ts';
import { PROCESSES, type ProcessKind } from './processes.ts';
import type { Setting } from './setting.ts';

type Shown = string | number | boolean | null;

/**
 * The settings of a process by their names in the environment, to be looked at. Of a secret there is no more than that it
 * is set, and what a URL may have before its `@` or after its `?` is left out.
 */
export function shownSettings(kind: ProcessKind, values: Readonly<Partial<Record<SettingKey, unknown>>>) {
  const { required, optional } = PROCESSES[kind];
  const shown: Record<string, Shown> = {};
  for (const key of [...required, ...optional]) {
    const setting: Setting = SETTINGS[key];
    shown[setting.env] = setting.secret ? secretly(values[key]) : plainly(values[key]);
  }
  return shown;
}

function secretly(value: unknown): Shown {
  return value === undefined ? null : '(set)';
}

function plainly(value: unknown): Shown {
  if (value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value)
    .replace(/\/\/[^/@]*@/, '//')
    .replace(/[?#].*$/, '');
}
