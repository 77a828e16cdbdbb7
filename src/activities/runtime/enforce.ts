import type { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';

/** A failure lies in the history: of a large value that is wrong everywhere it tells of so many places. */
const MOST_ISSUES = 20;

/**
 * A value as a contract's schema parses it.
 *
 * @param what names it in the message: `input of echo`
 * @throws FaultError `contract_violation`, with the first issues in its detail
 */
export function enforce(schema: z.ZodType, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
  const [first] = issues;
  throw new FaultError({
    code: 'contract_violation',
    message: `The ${what} does not fit its contract at ${first?.path}: ${first?.message}.`,
    detail: { issues, issues_in_all: parsed.error.issues.length },
  });
}
