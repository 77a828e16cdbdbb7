import type { JsonValue } from '../../plan/json.ts';
import { optionsOf, type Type } from './type.ts';

/** Limits beyond the type, judged only where a single option of the wanted type is of the value's kind. */
export function limitFault(value: JsonValue, wanted: Type): string | undefined {
  const options = optionsOf(wanted).filter(({ kind }) => kind === typeof value);
  const [option] = options;
  if (!option || options.length > 1) return undefined;
  if (option.kind === 'number' && typeof value === 'number') return numberFault(value, option);
  if (option.kind === 'string' && typeof value === 'string') return stringFault(value, option);
  return undefined;
}

function numberFault(value: number, type: Extract<Type, { kind: 'number' }>): string | undefined {
  if (type.integer && !Number.isInteger(value)) return `is ${value}, and an integer is expected`;
  if (type.minimum !== undefined && value < type.minimum)
    return `is ${value}, and at least ${type.minimum} is expected`;
  if (type.maximum !== undefined && value > type.maximum) return `is ${value}, and at most ${type.maximum} is expected`;
  return undefined;
}

function stringFault(value: string, type: Extract<Type, { kind: 'string' }>): string | undefined {
  const { pattern, min_length: shortest = 0, max_length: longest = Number.POSITIVE_INFINITY } = type;
  if (value.length < shortest) return `has ${value.length} characters, and at least ${shortest} are expected`;
  if (value.length > longest) return `has ${value.length} characters, and at most ${longest} are expected`;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return `does not match ${pattern}`;
  return undefined;
}
