import { readFile } from 'node:fs/promises';
import { isJsonObject, type JsonObject, type JsonValue } from '../plan/json.ts';
import { usageError } from './cli-error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/** Why a file could not be read, as the end of a sentence. */
export function reasonUnreadable(error: unknown): string {
  return reasonIn(REASONS, error);
}

/** A file that is not there can be written; its folder must be there. */
const REASONS_TO_WRITE: Readonly<Record<string, string>> = {
  ...REASONS,
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
};

/** Why a file could not be written, as the end of a sentence. */
export function reasonUnwritable(error: unknown): string {
  return reasonIn(REASONS_TO_WRITE, error);
}

function reasonIn(reasons: Readonly<Record<string, string>>, error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return reasons[code] ?? error.message;
}

/** @throws CliError `wrong_usage` where it cannot be read or does not hold a JSON object */
export async function readJsonObject(path: string): Promise<JsonObject> {
  const value = await readJson(path);
  if (isJsonObject(value)) return value;
  throw usageError(`${path} must hold a JSON object, such as {"message": "hi"}.`);
}

/** @throws CliError `wrong_usage` where it cannot be read or does not hold JSON */
export async function readJson(path: string): Promise<JsonValue> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${path} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

/** @throws CliError `wrong_usage` where it cannot be read */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw usageError(`${path} cannot be read: ${reasonUnreadable(error)}.`);
  });
}
