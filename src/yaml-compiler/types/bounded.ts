import { type Type, UNKNOWN } from './type.ts';

/** Parts of a type beyond which nothing is said of it any more: contracts have some dozens. */
const MOST_PARTS = 1_000;

const weights = new WeakMap<Type, number>();

/**
 * The type, or `unknown` when it has grown too large: a value that holds another one twice, node after node, doubles its type each
 * time, and what goes through a type would go through all of it.
 */
export function bounded(type: Type): Type {
  return weigh(type) > MOST_PARTS ? UNKNOWN : type;
}

/** Each object once, however often it is part of the type. */
function weigh(type: Type): number {
  const known = weights.get(type);
  if (known !== undefined) return known;
  const weight = partsOf(type).reduce((sum, part) => sum + weigh(part), 1);
  weights.set(type, weight);
  return weight;
}

function partsOf(type: Type): Type[] {
  switch (type.kind) {
    case 'array':
      return [type.items];
    case 'object':
      return [...Object.values(type.fields).map((field) => field.type), ...(type.rest ? [type.rest] : [])];
    case 'union':
      return type.options;
    default:
      return [];
  }
}
