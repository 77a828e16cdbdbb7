import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { escapePointer } from './pointer.ts';
import { MAX_FAULTS, type RequestFault } from './problem.ts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 32;

/**
 * What is JSON and still not fit to be taken in, anywhere in a body: keys that reach into JavaScript's prototypes,
 * characters that PostgreSQL cannot hold, numbers beyond a double, nesting that no input of ours has.
 */
export function hostileParts(body: JsonValue): RequestFault[] {
  const faults: RequestFault[] = [];
  // A stack of our own: nesting must not be able to exhaust the call stack.
  const open: Part[] = [{ value: body, pointer: '', depth: 0 }];
  for (let part = open.pop(); part !== undefined && faults.length < MAX_FAULTS; part = open.pop()) {
    const fault = faultOf(part.value, part.depth);
    if (fault) faults.push({ pointer: part.pointer, ...fault });
    else for (const inner of partsOf(part, faults).reverse()) open.push(inner);
  }
  return faults;
}

interface Part {
  value: JsonValue;
  pointer: string;
  depth: number;
}

/** The members of an object or array; those whose key is refused are faults instead. */
function partsOf({ value, pointer, depth }: Part, faults: RequestFault[]): Part[] {
  const parts: Part[] = [];
  for (const [key, member] of membersOf(value)) {
    const part = { value: member, pointer: `${pointer}/${escapePointer(key)}`, depth: depth + 1 };
    const fault = isJsonObject(value) ? faultOfKey(key) : undefined;
    if (fault) faults.push({ pointer: part.pointer, ...fault });
    else parts.push(part);
  }
  return parts;
}

function membersOf(value: JsonValue): [string, JsonValue][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

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
