import type { z } from 'zod';
import { SETTINGS, type SettingKey } from './definitions.ts';
import { GROUPS, PROCESSES, type ProcessKind } from './processes.ts';
import { givenText } from './secret-file.ts';
import type { Setting } from './setting.ts';
import { SettingsError, type SettingsFault } from './settings-error.ts';

type Value<K extends SettingKey> = z.output<(typeof SETTINGS)[K]['schema']>;
type Optional<K extends SettingKey> = (typeof SETTINGS)[K] extends { fallback: string }
  ? Value<K>
  : Value<K> | undefined;

/** The settings of one kind of process. Those with a fallback are always there, other optional ones may be undefined. */
export type Settings<P extends ProcessKind> = {
  readonly [K in (typeof PROCESSES)[P]['required'][number]]: Value<K>;
} & {
  readonly [K in (typeof PROCESSES)[P]['optional'][number]]: Optional<K>;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads everything that a process of this kind needs. An empty variable counts as not set, which is
 * what compose files make of an absent one. A secret may come from the file that NAME_FILE names.
 *
 * @throws SettingsError with every missing and malformed setting, not just the first
 */
export function readSettings<P extends ProcessKind>(kind: P, environment: Environment): Settings<P> {
  const faults: SettingsFault[] = [];
  const values: Record<string, unknown> = {};
  const { required, optional } = PROCESSES[kind];
  for (const key of [...required, ...optional]) {
    const result = readOne(SETTINGS[key], environment, isRequired(key, required));
    if (result.fault) faults.push(result.fault);
    values[key] = result.value;
  }
  faults.push(...incompleteGroups([...required, ...optional], environment));
  if (faults.length > 0) throw new SettingsError(kind, faults);
  return values as Settings<P>;
}

/** What is not set of a group of which something is. */
function incompleteGroups(keys: readonly SettingKey[], environment: Environment): SettingsFault[] {
  return GROUPS.flatMap((group) => {
    const [set, missing] = [true, false].map((isSet) =>
      group.filter((key) => keys.includes(key) && Boolean(environment[SETTINGS[key].env]) === isSet),
    );
    const first = set?.[0];
    if (first === undefined) return [];
    const problem = `is not set, but ${SETTINGS[first].env} is`;
    return (missing ?? []).map((key) => ({ setting: SETTINGS[key], problem }));
  });
}

function isRequired(key: SettingKey, required: readonly SettingKey[]): boolean {
  return required.includes(key);
}

interface Reading {
  value?: unknown;
  fault?: SettingsFault;
}

function readOne(setting: Setting, environment: Environment, required: boolean): Reading {
  const given = givenText(setting, environment);
  if (given.problem !== undefined) return { fault: { setting, problem: given.problem } };
  const text = given.text ?? setting.fallback;
  if (text === undefined) return required ? { fault: { setting, problem: 'is not set' } } : {};
  const parsed = setting.schema.safeParse(text);
  if (parsed.success) return { value: parsed.data };
  const expected = parsed.error.issues[0]?.message ?? 'malformed';
  return { fault: { setting, problem: `is malformed${quoted(setting, text)}: ${expected}` } };
}

/** The value, unless it may hold a secret: a password before an `@`, or a SAS after a `?`. */
function quoted(setting: Setting, text: string): string {
  return setting.secret || /[?@]/.test(text) ? '' : ` ${JSON.stringify(text)}`;
}
