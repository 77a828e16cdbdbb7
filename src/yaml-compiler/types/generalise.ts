import { BOOLEAN, INTEGER, NUMBER, STRING, type Type, union } from './type.ts';

/** The type with the general types of its constants, also of those inside: what an operation on it gives. */
export function generalise(type: Type): Type {
  switch (type.kind) {
    case 'union':
      return union(type.options.map(generalise));
    case 'array':
      return { ...type, items: generalise(type.items) };
    case 'object': {
      const fields = Object.entries(type.fields).map(
        ([name, field]) => [name, { ...field, type: generalise(field.type) }] as const,
      );
      return { ...type, fields: Object.fromEntries(fields), rest: type.rest && generalise(type.rest) };
    }
    case 'constant':
      if (typeof type.value === 'number') return Number.isInteger(type.value) ? INTEGER : NUMBER;
      return typeof type.value === 'string' ? STRING : BOOLEAN;
    default:
      return type;
  }
}
