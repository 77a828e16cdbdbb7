import { keyOf } from './key-of.ts';
import { arrayOf, BOOLEAN, INTEGER, NUMBER, objectWith, oneOf, STRING, sizeOf, type Type, UNKNOWN } from './type.ts';

/** Large types, of which many templates may ask. */
const known = new WeakMap<Type, Type>();
const WORTH_KNOWING = 50;

/** The type with the general types of its constants, also of those inside: what an operation on it gives. */
export function generalise(type: Type): Type {
  if (sizeOf(type).parts < WORTH_KNOWING) return generalised(type);
  const general = known.get(type) ?? generalised(type);
  known.set(type, general);
  return general;
}

function generalised(type: Type): Type {
  switch (type.kind) {
    case 'union':
      return oneOfAlike(type.options.map(generalise));
    case 'array':
      return arrayOf(generalise(type.items));
    case 'object': {
      const fields = Object.entries(type.fields).map(
        ([name, field]) => [name, { ...field, type: generalise(field.type) }] as const,
      );
      return objectWith(Object.fromEntries(fields), type.rest && generalise(type.rest));
    }
    case 'constant':
      if (typeof type.value === 'number') return Number.isInteger(type.value) ? INTEGER : NUMBER;
      return typeof type.value === 'string' ? STRING : BOOLEAN;
    default:
      return type;
  }
}

function oneOfAlike(options: readonly Type[]): Type {
  const distinct = [...new Map(options.map((option) => [keyOf(option), option])).values()];
  const [only] = distinct;
  if (distinct.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  return distinct.length === 1 && only ? only : oneOf(distinct);
}
