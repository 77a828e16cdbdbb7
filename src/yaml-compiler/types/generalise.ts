import { BOOLEAN, INTEGER, NUMBER, STRING, type Type, union } from './type.ts';

/** A constant's general type: what an operation on it gives. */
export function generalise(type: Type): Type {
  if (type.kind === 'union') return union(type.options.map(generalise));
  if (type.kind !== 'constant') return type;
  if (typeof type.value === 'number') return Number.isInteger(type.value) ? INTEGER : NUMBER;
  return typeof type.value === 'string' ? STRING : BOOLEAN;
}
