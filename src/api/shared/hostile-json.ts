import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { pointerOf } from './pointer.ts';
import { MAX_FAULTS, type RequestFault } from './problem.ts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 32;
/** Of a whole body, fields and items alike: each is looked at by every check that follows. */
const MAX_VALUES = 50_000;

/**
 * What is JSON and still not fit to be taken in, anywhere in a body: keys that reach into JavaScript's prototypes,
 * characters that PostgreSQL cannot hold, numbers beyond a double, nesting and numbers of values that no input of ours has.
 */
export function hostileParts(body: JsonValue): RequestFault[] {
  const look: Look = { faults: [], values: 0 };
  collect(body, [], look);
  return look.faults;
}

interface Look {
  faults: RequestFault[];
  /** So many are in what was looked at. */
  values: number;
}

/** No deeper than `MAX_DEPTH`: nesting does not exhaust the call stack. Pointers are made of faults alone, as most parts have none. */
function collect(value: JsonValue, path: string[], look: Look): void {
  look.values += sizeOf(value);
  const fault = look.values > MAX_VALUES ? TOO_MANY : faultOf(value, path.length);
  if (fault) look.faults.push({ pointer: pointerOf(path), ...fault });
  else if (Array.isArray(value)) collectMembers(value.entries(), path, look);
  else if (isJsonObject(value)) collectMembers(soundMembers(value, path, look.faults), path, look);
}

/** Of values in it, without those in these. */
function sizeOf(value: JsonValue): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}

function collectMembers(members: Iterable<readonly [string | number, JsonValue]>, path: string[], look: Look): void {
  for (const [key, member] of members) {
    if (look.faults.length >= MAX_FAULTS || look.values > MAX_VALUES) return;
    if (member === null || typeof member === 'boolean') continue;
    path.push(String(key));
    collect(member, path, look);
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

const TOO_MANY = {
  code: 'too_many_values',
  message: `The body has more than ${MAX_VALUES} values up to here: fields and items, of all that is in it.`,
};

function faultOf(value: JsonValue, depth: number): Omit<RequestFault, 'pointer'> | undefined {
  if (depth > MAX_DEPTH) return { code: 'too_deep', message: `Nested deeper than ${MAX_DEPTH} levels.` };
  if (typeof value === 'string') return faultOfText(value);
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
