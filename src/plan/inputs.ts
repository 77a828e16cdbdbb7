import { isDateTime } from './date-time.ts';
import { matchesPattern } from './input-pattern.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { hintFor } from './nearest.ts';
import type { InputDeclaration, InputType } from './plan.ts';
import { describeItemRefs } from './stac-item-ref.ts';
import { isEqual, typeName } from './template/values.ts';

export interface InputFault {
  /** JSON pointer (RFC 6901) into the inputs, such as `/blob_name`. */
  pointer: string;
  code: 'missing_input' | 'unknown_input' | 'invalid_input';
  message: string;
}

export interface ResolvedInputs {
  /** With defaults filled in. Those that have a fault are left out. */
  inputs: JsonObject;
  faults: InputFault[];
}

/** A body has room for a hundred thousand names, of which nobody reads more than these: looking for what was meant takes its time. */
const MOST_HINTS = 100;

/** Checks what a client gives against a plan's declarations and fills in the defaults. All faults at once. */
export function resolveInputs(declarations: Record<string, InputDeclaration>, given: JsonObject): ResolvedInputs {
  const known = Object.keys(declarations);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declarations, name));
  const faults: InputFault[] = unknown.map((name, index) => ({
    pointer: pointerOf(name),
    code: 'unknown_input',
    message: `The workflow has no input \`${name}\`.${index < MOST_HINTS ? hintFor(name, known) : ''}`,
  }));
  const inputs: JsonObject = {};
  for (const [name, declaration] of Object.entries(declarations)) {
    const value = Object.hasOwn(given, name) ? given[name] : declaration.default;
    const fault = faultOf(name, declaration, value);
    if (fault) faults.push(fault);
    else inputs[name] = value ?? null;
  }
  return { inputs, faults };
}

function faultOf(name: string, declaration: InputDeclaration, value: JsonValue | undefined): InputFault | undefined {
  const absent = value === undefined || (value === null && !declaration.required);
  if (absent) {
    if (!declaration.required) return undefined;
    const message = `The input \`${name}\` (${declaration.type}) is required.`;
    return { pointer: pointerOf(name), code: 'missing_input', message };
  }
  const wrong = describeMisfit(declaration, value);
  return wrong === undefined
    ? undefined
    : { pointer: pointerOf(name), code: 'invalid_input', message: `The input \`${name}\` ${wrong}.` };
}

const TYPE_CHECKS: Readonly<Record<InputType, (value: JsonValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isJsonObject,
};

/** What is wrong with a value, as the rest of a sentence (`must be …`), or undefined when it fits. */
export function describeMisfit(declaration: InputDeclaration, value: JsonValue): string | undefined {
  if (!TYPE_CHECKS[declaration.type](value)) return `must be of type ${declaration.type}, not ${typeName(value)}`;
  if (declaration.enum && !declaration.enum.some((allowed) => isEqual(allowed, value))) {
    return `must be one of ${declaration.enum.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
  }
  if (typeof value === 'number') return describeRange(declaration.minimum, declaration.maximum, value, 'be');
  if (typeof value !== 'string' && !Array.isArray(value)) return undefined;
  const wrongLength = describeRange(declaration.min_length, declaration.max_length, value.length, 'have a length of');
  return (
    wrongLength ?? (typeof value === 'string' ? describeText(declaration, value) : describeItems(declaration, value))
  );
}

/** After the length, which bounds the time that matching takes. */
function describeText({ pattern, format }: InputDeclaration, value: string): string | undefined {
  if (pattern !== undefined && !matchesPattern(pattern, value)) return `must match the pattern \`${pattern}\``;
  if (format !== 'date-time' || isDateTime(value)) return undefined;
  return 'must be a date and a time with an offset, as RFC 3339 has it, such as 2026-01-31T12:00:00Z';
}

function describeItems({ items, format }: InputDeclaration, value: readonly JsonValue[]): string | undefined {
  if (format === 'stac_item_ref') return describeItemRefs(value);
  if (items === undefined) return undefined;
  const index = value.findIndex((item) => !TYPE_CHECKS[items.type](item));
  if (index === -1) return undefined;
  return `must have items of type ${items.type}; that at ${index} is ${typeName(value[index] ?? null)}`;
}

function describeRange(minimum: number | undefined, maximum: number | undefined, actual: number, verb: string) {
  if (minimum !== undefined && actual < minimum) return `must ${verb} at least ${minimum}, not ${actual}`;
  if (maximum !== undefined && actual > maximum) return `must ${verb} at most ${maximum}, not ${actual}`;
  return undefined;
}

export function pointerOf(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
