import type { z } from 'zod';
import { pointerOf } from './pointer.ts';
import { MAX_FAULTS, ProblemError, type RequestFault } from './problem.ts';
import type { ProblemCode } from './problem-codes.ts';

export type Place = 'body' | 'parameters';

/** @throws ProblemError `invalid_request`, or of another code for a misfit, with every fault */
export function parseOrRefuse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: Place,
  code: ProblemCode = 'invalid_request',
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidRequest(value === undefined ? noBody(schema) : faultsIn(result.error, value, place), code);
}

/** A request without a body is told what an empty object would be: the fields that must be there. */
function noBody(schema: z.ZodType): RequestFault[] {
  const { error } = schema.safeParse({});
  const missing = { pointer: '', code: 'missing_field', message: 'A body is required: a JSON object.' };
  return [missing, ...(error ? faultsIn(error, {}, 'body') : [])];
}

/** Every fault, with its place. */
export function faultsIn(error: z.core.$ZodError, value: unknown, place: Place): RequestFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, value, place));
}

export function invalidRequest(faults: readonly RequestFault[], code: ProblemCode = 'invalid_request'): ProblemError {
  return new ProblemError(code, summaryOf(faults), { faults });
}

/** The first fault in words, and how many there are besides. */
export function summaryOf(faults: readonly RequestFault[]): string {
  const where = faults.length > MAX_FAULTS ? `errors has the first ${MAX_FAULTS}` : 'see errors';
  const others = faults.length > 1 ? ` And ${faults.length - 1} more: ${where}.` : '';
  return `${faults[0]?.message ?? ''}${others}`;
}

const CODES: Readonly<Partial<Record<z.core.$ZodIssue['code'], string>>> = {
  invalid_type: 'wrong_type',
  too_big: 'out_of_range',
  too_small: 'out_of_range',
  invalid_format: 'invalid_format',
  not_multiple_of: 'invalid_value',
};

function faultsOf(issue: z.core.$ZodIssue, value: unknown, place: Place): RequestFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...locate([...issue.path, key], place),
      code: 'unknown_field',
      message: `There is no field ${JSON.stringify(key)} here.`,
    }));
  }
  const where = locate(issue.path, place);
  const name = String(issue.path.at(-1) ?? 'The body');
  // JSON has no undefined: what is, is not there, whichever check came upon it.
  if (valueAt(value, issue.path) === undefined) {
    return [{ ...where, code: 'missing_field', message: `${name} is required.` }];
  }
  return [
    {
      ...where,
      code: CODES[issue.code] ?? 'invalid_value',
      message: `${name}: ${issue.message.replace(/^Invalid input: /, '')}.`,
    },
  ];
}

function locate(path: readonly PropertyKey[], place: Place): Pick<RequestFault, 'pointer' | 'parameter'> {
  return place === 'body' ? { pointer: pointerOf(path) } : { parameter: String(path[0]) };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? Reflect.get(parent, key) : undefined),
    value,
  );
}
