import type { Type } from './type.ts';

/** The same text for types that are alike. */
export function keyOf(type: Type): string {
  return type.kind === 'constant' ? `${typeof type.value} ${type.value}` : JSON.stringify(type);
}
