import { sizeOf, type Type, UNKNOWN } from './type.ts';

/** Parts of a type beyond which nothing is said of it any more: contracts have some dozens. */
export const MOST_PARTS = 1_000;
/** Levels, so that whoever goes through a type needs little stack. */
const MOST_DEPTH = 100;

/**
 * The type, or `unknown` when it has grown too large: a value that holds another one twice, node after node, doubles its type each
 * time, and what goes through a type would go through all of it.
 */
export function bounded(type: Type): Type {
  return isLarge(type) || sizeOf(type).depth > MOST_DEPTH ? UNKNOWN : type;
}

/** The same for a type that is as large as what stands in the file, and looked into by its fields only. */
export function shallow(type: Type): Type {
  return sizeOf(type).depth > MOST_DEPTH ? UNKNOWN : type;
}

export function isLarge(type: Type): boolean {
  return sizeOf(type).parts > MOST_PARTS;
}
