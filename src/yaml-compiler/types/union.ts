import { bounded, isLarge, MOST_PARTS } from './bounded.ts';
import { generalise } from './generalise.ts';
import { keyOf } from './key-of.ts';
import {
  arrayOf,
  type Field,
  NULL,
  type ObjectType,
  objectWith,
  oneOf,
  optionsOf,
  sizeOf,
  type Type,
  UNKNOWN,
} from './type.ts';

/** Options that are told one by one; of more, what they have in common. */
const MOST_OPTIONS = 100;

/** A value of one of these types. Of large types nothing is said: they are not compared piece by piece. */
export function union(options: readonly Type[]): Type {
  const flat = flatten(options);
  const [only] = flat;
  if (only === undefined || flat.some(({ kind }) => kind === 'unknown')) return UNKNOWN;
  if (flat.length === 1) return only;
  if (partsOf(flat) > MOST_PARTS) return UNKNOWN;
  return unionOf(distinct(flat));
}

/** The same for what stands in a list of the file, which may be long: of many types, one for each kind of value. */
export function unionOfMany(options: readonly Type[]): Type {
  const flat = flatten(options);
  return partsOf(flat) > MOST_PARTS && !flat.some(({ kind }) => kind === 'unknown')
    ? unionOf(byKind(flat))
    : union(flat);
}

export function withoutNull(type: Type): Type {
  const rest = optionsOf(type).filter(({ kind }) => kind !== 'null');
  return rest.length === 0 ? UNKNOWN : union(rest);
}

/** What the items of a value are, as far as it is an array. */
export function itemsOf(type: Type): Type {
  const items = optionsOf(type).flatMap((option) => (option.kind === 'array' ? [option.items] : []));
  return items.length > 0 ? union(items) : UNKNOWN;
}

/** What the fields of a value are, whatever their names, as far as it is an object. */
export function fieldsOf(type: Type): Type {
  if (isLarge(type)) return UNKNOWN;
  const fields = optionsOf(type).flatMap((option) => {
    if (option.kind !== 'object') return [];
    const known = Object.values(option.fields).map((field) => field.type);
    return option.rest ? [...known, option.rest] : known;
  });
  return fields.length > 0 ? union(fields) : UNKNOWN;
}

function unionOf(options: readonly Type[]): Type {
  const [only] = options;
  if (options.length === 1 && only) return only;
  return options.length <= MOST_OPTIONS ? oneOf(options) : unionOf(byKind(options));
}

function flatten(options: readonly Type[]): Type[] {
  const [first] = options;
  if (first && first.kind !== 'union' && options.every((option) => option === first)) return [first];
  return [...new Set(options.flatMap(optionsOf))];
}

function partsOf(types: readonly Type[]): number {
  return types.reduce((sum, type) => sum + sizeOf(type).parts, 0);
}

function distinct(types: readonly Type[]): Type[] {
  return [...new Map(types.map((type) => [keyOf(type), type])).values()];
}

/** Constants as what they are instances of, all arrays as one, all objects as one. */
function byKind(types: readonly Type[]): Type[] {
  const objects = types.filter((type) => type.kind === 'object');
  const arrays = types.filter((type) => type.kind === 'array');
  const scalars = types.filter(({ kind }) => kind !== 'object' && kind !== 'array').map(generalise);
  return [
    ...distinct(scalars),
    ...(arrays.length > 0 ? [arrayOf(unionOfMany(arrays.map(({ items }) => items)))] : []),
    ...(objects.length > 0 ? [merged(objects)] : []),
  ];
}

/** An object that has any of their fields, none of them for certain. */
export function merged(objects: readonly ObjectType[]): ObjectType {
  const fields = new Map<string, Type[]>();
  for (const object of objects) {
    for (const [name, { type }] of Object.entries(object.fields)) {
      const types = fields.get(name);
      if (types) types.push(type);
      else fields.set(name, [type]);
    }
  }
  const rests = objects.flatMap(({ rest }) => (rest ? [rest] : []));
  const entries = [...fields].map(([name, types]): [string, Field] => [
    name,
    // Where some leave open what else there is, it may be anything of theirs.
    { type: bounded(union(rests.length > 0 ? [...types, ...rests] : types)), required: false },
  ]);
  return objectWith(Object.fromEntries(entries), rests.length > 0 ? union(rests) : undefined);
}

export function orNull(type: Type): Type {
  return union([type, NULL]);
}

/** Of an object, with fields that may be null each. */
export function withNullableFields(type: Type): Type {
  if (type.kind !== 'object') return type;
  const fields = Object.entries(type.fields).map(
    ([name, field]) => [name, { ...field, type: orNull(field.type) }] as const,
  );
  return objectWith(Object.fromEntries(fields), type.rest);
}
