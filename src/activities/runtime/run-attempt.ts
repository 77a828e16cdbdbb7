import type { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import type { AnyActivity } from '../activity.ts';
import { type Attempt, createContext } from './context.ts';
import type { Scratch } from './scratch.ts';

/**
 * One attempt of a handler: its contract parses what comes in and what goes out, its scratch folder goes with it.
 *
 * @throws FaultError `contract_violation`, and whatever the handler throws
 */
export async function runAttempt(
  activity: AnyActivity,
  input: unknown,
  attempt: Attempt,
  scratch: Scratch,
): Promise<unknown> {
  const { contract } = activity;
  const context = createContext(attempt, scratch);
  try {
    const output = await activity.run(parse(contract.input, input, `input of ${contract.name}`), context);
    return parse(contract.output, output, `output of ${contract.name}`);
  } finally {
    await context.end();
  }
}

function parse(schema: z.ZodType, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
  const [first] = issues;
  throw new FaultError({
    code: 'contract_violation',
    message: `The ${what} does not fit its contract at ${first?.path}: ${first?.message}.`,
    detail: { issues },
  });
}
