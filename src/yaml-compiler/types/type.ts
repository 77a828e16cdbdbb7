import type { JsonPrimitive } from '../../plan/json.ts';

/** What the compiler knows of a value before there is one. `unknown` fits everything. */
export type Type =
  | { kind: 'unknown' }
  | { kind: 'null' }
  | { kind: 'boolean' }
  | { kind: 'number'; integer: boolean; minimum?: number; maximum?: number }
  | { kind: 'string'; pattern?: string; min_length?: number; max_length?: number }
  /** One of a few values, such as the strings of an enum. */
  | { kind: 'constant'; value: JsonPrimitive }
  | ({ kind: 'array'; items: Type } & Size)
  | ({ kind: 'object'; fields: Record<string, Field>; rest: Type | undefined } & Size)
  | ({ kind: 'union'; options: Type[] } & Size);

/** Of a type that holds others: bounds what going through it takes. */
interface Size {
  /** Types that it holds, and itself; one that it holds twice counts twice. */
  parts: number;
  /** Levels. */
  depth: number;
}

const SMALLEST: Size = { parts: 1, depth: 1 };

export interface Field {
  type: Type;
  required: boolean;
}

export const UNKNOWN: Type = { kind: 'unknown' };
export const STRING: Type = { kind: 'string' };
export const NUMBER: Type = { kind: 'number', integer: false };
export const INTEGER: Type = { kind: 'number', integer: true };
export const BOOLEAN: Type = { kind: 'boolean' };
export const NULL: Type = { kind: 'null' };

export type ArrayType = Extract<Type, { kind: 'array' }>;
export type ObjectType = Extract<Type, { kind: 'object' }>;

export function arrayOf(items: Type): ArrayType {
  return { kind: 'array', items, ...sizeAbove([items]) };
}

/** An object with just these fields. */
export function objectOf(fields: Record<string, Type>): ObjectType {
  const entries = Object.entries(fields).map(([name, type]) => [name, { type, required: true }] as const);
  return objectWith(Object.fromEntries(entries), undefined);
}

/** @param rest what its other fields are; undefined where it has none */
export function objectWith(fields: Record<string, Field>, rest: Type | undefined): ObjectType {
  const inner = Object.values(fields).map(({ type }) => type);
  return { kind: 'object', fields, rest, ...sizeAbove(rest ? [...inner, rest] : inner) };
}

/** One of several types as they are: `union` in union.ts makes as little of them as can be. */
export function oneOf(options: readonly Type[]): Type {
  return { kind: 'union', options: [...options], ...sizeAbove(options) };
}

/** What can be put in order. */
export const ORDERED = oneOf([NUMBER, STRING]);
/** What stands in a longer text; the rest has no one form there. */
export const TEXT = oneOf([STRING, NUMBER, BOOLEAN]);
export const ANY_ARRAY = arrayOf(UNKNOWN);
export const ANY_OBJECT: ObjectType = objectWith({}, UNKNOWN);

export function sizeOf(type: Type): Size {
  return 'parts' in type ? type : SMALLEST;
}

function sizeAbove(inner: readonly Type[]): Size {
  let [parts, depth] = [1, 0];
  for (const type of inner) {
    const size = sizeOf(type);
    parts += size.parts;
    depth = Math.max(depth, size.depth);
  }
  return { parts, depth: depth + 1 };
}

export function optionsOf(type: Type): Type[] {
  return type.kind === 'union' ? type.options : [type];
}

/** The type in a few words, for messages. */
export function describeType(type: Type): string {
  if (type.kind === 'number') return type.integer ? 'integer' : 'number';
  if (type.kind === 'array') return `array of ${describeType(type.items)}`;
  if (type.kind === 'constant') return JSON.stringify(type.value);
  if (type.kind === 'union') return [...new Set(type.options.map(describeType))].join(' or ');
  return type.kind === 'unknown' ? 'anything' : type.kind;
}
