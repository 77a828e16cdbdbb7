import type { JsonObject, JsonValue } from '../plan/json.ts';
import { usageError } from './cli-error.ts';
import { readJsonObject } from './read-file.ts';

export interface InputOptions {
  /** `name=value` each. */
  input?: readonly string[] | undefined;
  inputsFile?: string | undefined;
}

/** Parses an option that may be given several times. */
export function append(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Inputs from a file and from the command line, which wins. */
export async function collectInputs({ input = [], inputsFile }: InputOptions): Promise<JsonObject> {
  const fromFile = inputsFile === undefined ? {} : await readJsonObject(inputsFile);
  const given = Object.entries(readPairs('--input', input)).map(([name, text]) => [name, typed(text)] as const);
  return { ...fromFile, ...Object.fromEntries(given) };
}

/**
 * `name=value` each, as texts; what stands after the first `=` is the value.
 *
 * @throws CliError `wrong_usage`
 */
export function readPairs(option: string, pairs: readonly string[]): Record<string, string> {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw usageError(`${option} takes name=value, not ${JSON.stringify(pair)}.`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  const names = entries.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usageError(`${option} gives ${twice} twice.`);
  return Object.fromEntries(entries);
}

/** JSON where it reads as such, else text. A whole number too large for JSON's numbers is an id, and stays text. */
export function typed(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
  } catch {
    return text;
  }
}
