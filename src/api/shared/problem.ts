import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';

/** One thing wrong with a request: where in the body (RFC 6901), or in which path or query parameter, or header. */
export interface RequestFault {
  pointer?: string;
  parameter?: string;
  header?: string;
  /** In a text that the body holds: from 1. */
  line?: number;
  column?: number;
  code: string;
  message: string;
}

/** Told in one answer: a request may have more of them than anybody wants to read or to send. */
export const MAX_FAULTS = 100;
/** Characters of one text of it. */
const MAX_TEXT = 2_000;

/** Thrown where a request cannot be answered; the error handler makes the answer of it. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly RequestFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { faults?: readonly RequestFault[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(clip(detail), { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.faults = (options.faults ?? []).slice(0, MAX_FAULTS).map(clipped);
    this.headers = options.headers ?? {};
  }
}

function clipped({ pointer, message, ...fault }: RequestFault): RequestFault {
  return { ...(pointer === undefined ? {} : { pointer: clip(pointer) }), ...fault, message: clip(message) };
}

/** Names may be as long as a body; an answer must not be many times as long as what it answers. */
function clip(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457, with a stable code, the request's id, and for bad input every fault. */
export const problemSchema = z
  .object({
    type: z.string().meta({ description: 'urn:rhumbline:problem: and the code.' }),
    title: z.string().meta({ description: 'The same for every problem of this code.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What was wrong this time, and what to do.' }),
    code: z.string().meta({
      description:
        'Stable; match on this. Of a submission with several faults it is that of the first in errors, where those of ' +
        'the platform come before those of the workflow, of its inputs and of blobs.',
      example: 'unresolved_version',
    }),
    instance: z.string().meta({ description: 'The path that was asked for.' }),
    request_id: z.string().meta({ description: 'The X-Request-Id of this request.' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().meta({ description: 'JSON pointer into the body.' }),
          parameter: z.string().optional().meta({ description: 'Name of a path or query parameter.' }),
          header: z.string().optional().meta({ description: 'Name of a header.' }),
          line: z.int().optional().meta({ description: 'In the text at the pointer, from 1.' }),
          column: z.int().optional(),
          code: z.string(),
          message: z.string(),
        }),
      )
      .optional()
      .meta({
        description: `Every fault of the request, not just the first; of more than ${MAX_FAULTS} the first ${MAX_FAULTS}.`,
      }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

export type Problem = z.output<typeof problemSchema>;

export function problemOf(error: ProblemError, instance: string, requestId: string): Problem {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: `urn:rhumbline:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    instance,
    request_id: requestId,
    ...(error.faults.length > 0 ? { errors: [...error.faults] } : {}),
  };
}
