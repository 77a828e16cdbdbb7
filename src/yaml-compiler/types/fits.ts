import { isLarge } from './bounded.ts';
import { limitFault } from './limits.ts';
import { describeType, type ObjectType, optionsOf, type Type } from './type.ts';

/**
 * Whether a value of type `from` can ever be one of type `to`. Only what is certainly wrong is wrong: where
 * the types overlap, the handler's contract decides at run time.
 */
export function canFit(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || to.kind === 'unknown') return true;
  if (from.kind === 'union' || to.kind === 'union') {
    return optionsOf(from).some((source) => optionsOf(to).some((target) => canFit(source, target)));
  }
  if (from.kind === 'constant' || to.kind === 'constant') return constantsFit(from, to);
  if (from.kind === 'array' && to.kind === 'array') return canFit(from.items, to.items);
  if (from.kind === 'object' && to.kind === 'object') return objectMisfit(from, to) === undefined;
  return from.kind === to.kind;
}

function constantsFit(from: Type, to: Type): boolean {
  if (from.kind === 'constant' && to.kind === 'constant') return from.value === to.value;
  const [constant, other] = from.kind === 'constant' ? [from, to] : [to, from];
  return constant.kind === 'constant' && typeof constant.value === other.kind;
}

/** The same for what an operation is given, which the limits of what it takes hold for as well. */
export function canBe(actual: Type, wanted: Type): boolean {
  return optionsOf(actual).some(
    (option) => canFit(option, wanted) && !(option.kind === 'constant' && limitFault(option.value, wanted)),
  );
}

/** Why one object type cannot fit another, as a clause, or undefined when it can. */
export function objectMisfit(from: ObjectType, to: ObjectType): string | undefined {
  for (const [name, field] of Object.entries(to.fields)) {
    const given = (Object.hasOwn(from.fields, name) ? from.fields[name]?.type : undefined) ?? from.rest;
    if (!given && field.required) return `the field \`${name}\` is missing`;
    if (given && !canFit(given, field.type)) {
      return `the field \`${name}\` is ${describeType(given)}, not ${describeType(field.type)}`;
    }
  }
  // Of a large one nothing more is said: it is not gone through each time that it is mentioned.
  if (to.rest || isLarge(from)) return undefined;
  const extra = Object.entries(from.fields).find(([name, { required }]) => required && !Object.hasOwn(to.fields, name));
  return extra && `the field \`${extra[0]}\` is not expected`;
}

/** `is X, not Y`, with the field that does not fit where both are objects. */
export function describeMisfit(from: Type, to: Type): string {
  const target = optionsOf(to).find((option) => option.kind === 'object');
  if (from.kind === 'object' && target?.kind === 'object') return objectMisfit(from, target) ?? 'does not fit';
  return `it is ${describeType(from)}, and ${describeType(to)} is expected`;
}
