import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { pointerOf } from './pointer.ts';
import { MAX_FAULTS, type RequestFault } from './problem.ts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 32;
/** Of one object: each is looked at by every check that follows. Many values of one kind are an array. */
const MAX_MEMBERS = 10_000;

/**
 * What is JSON and still not fit to be taken in, anywhere in a body: keys that reach into JavaScript's prototypes,
 * characters that PostgreSQL cannot hold, numbers beyond a double, nesting and numbers of fields that no input of ours has.
 */
export function hostileParts(body: JsonValue): RequestFault[] {
  const faults: RequestFault[] = [];
  collect(body, [], faults);
  return faults;
}

/** No deeper than `MAX_DEPTH`: nesting does not exhaust the call stack. Pointers are made of faults alone, as most parts have none. */
function collect(value: JsonValue, path: string[], faults: RequestFault[]): void {
  const fault = faultOf(value, path.length);
  if (fault) faults.push({ pointer: pointerOf(path), ...fault });
  else if (Array.isArray(value)) collectMembers(value.entries(), path, faults);
  else if (isJsonObject(value)) collectMembers(soundMembers(value, path, faults), path, faults);
}

function collectMembers(
  members: Iterable<readonly [string | number, JsonValue]>,
  path: string[],
  faults: RequestFault[],
): void {
  for (const [key, member] of members) {
    if (faults.length >= MAX_FAULTS) return;
    if (member === null || typeof member === 'boolean') continue;
    path.push(String(key));
    collect(member, path, faults);
    path.pop();
  }
}

/** Those whose key is refused are faults instead. */
function soundMembers(
  value: Readonly<Record<string, JsonValue>>,
  path: readonly string[],
  faults: RequestFault[],
): [string, JsonValue][] {
  return Object.entries(value).filter(([key]) => {
    const fault = faultOfKey(key);
    if (fault && faults.length < MAX_FAULTS) faults.push({ pointer: pointerOf([...path, key]), ...fault });
    return fault === undefined;
  });
}

function faultOf(value: JsonValue, depth: number): Omit<RequestFault, 'pointer'> | undefined {
  if (depth > MAX_DEPTH) return { code: 'too_deep', message: `Nested deeper than ${MAX_DEPTH} levels.` };
  if (typeof value === 'string') return faultOfText(value);
  if (isJsonObject(value) && Object.keys(value).length > MAX_MEMBERS) {
    return { code: 'too_many_fields', message: `An object has more than ${MAX_MEMBERS} fields.` };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { code: 'number_out_of_range', message: 'The number is too large for a double.' };
  }
  return undefined;
}

function faultOfKey(key: string): Omit<RequestFault, 'pointer'> | undefined {
  if (FORBIDDEN_KEYS.has(key)) return { code: 'forbidden_key', message: `The key ${key} is refused everywhere.` };
  return faultOfText(key);
}

function faultOfText(text: string): Omit<RequestFault, 'pointer'> | undefined {
  if (text.includes('\0')) return { code: 'invalid_text', message: 'NUL characters are not allowed.' };
  if (!text.isWellFormed()) return { code: 'invalid_text', message: 'Half a surrogate pair is not a character.' };
  return undefined;
}
