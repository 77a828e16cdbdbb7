import { SETTINGS, type SettingKey } from './definitions.ts';
import { PROCESS_KINDS, PROCESSES, type ProcessKind } from './processes.ts';
import type { Setting } from './setting.ts';

const HEADER = `# Every setting of Rhumbline. \`npm start\` needs none of them; the processes themselves, run by hand or in
# containers, stop with a list of what is missing. A setting whose line is commented out has the value shown, or, where
# that line begins with \`#?\`, none: the value is an example. A secret may also come from a file: NAME_FILE has its path then.
`;

/** The text of .env.example, which a test holds equal to the file. */
export function envExample(): string {
  const keys = Object.keys(SETTINGS) as SettingKey[];
  return [HEADER, ...keys.map((key) => entry(key, SETTINGS[key]))].join('\n');
}

function entry(key: SettingKey, setting: Setting): string {
  const requiredBy = PROCESS_KINDS.filter((kind) => needs(kind, 'required').includes(key));
  const optionalFor = PROCESS_KINDS.filter((kind) => needs(kind, 'optional').includes(key));
  const uses = [
    requiredBy.length > 0 ? `required by ${requiredBy.join(', ')}` : '',
    optionalFor.length > 0 ? `optional for ${optionalFor.join(', ')}` : '',
  ].filter((use) => use !== '');
  return `# ${setting.meaning}\n# (${uses.join('; ')})\n${lineOf(setting, requiredBy.length > 0)}\n`;
}

function lineOf({ env, example, fallback }: Setting, isRequired: boolean): string {
  if (fallback !== undefined) return `# ${env}=${fallback}`;
  return isRequired ? `${env}=${example}` : `#? ${env}=${example}`;
}

function needs(kind: ProcessKind, which: 'required' | 'optional'): readonly SettingKey[] {
  return PROCESSES[kind][which];
}
