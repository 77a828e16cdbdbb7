import type { Type } from './type.ts';

/** A type is never changed, and each arm of a condition brings all those before it along. */
const keys = new WeakMap<Type, string>();

/** The same text for types that are alike. */
export function keyOf(type: Type): string {
  if (type.kind === 'constant') return `${typeof type.value} ${type.value}`;
  let key = keys.get(type);
  if (key === undefined) {
    key = JSON.stringify(type);
    keys.set(type, key);
  }
  return key;
}
