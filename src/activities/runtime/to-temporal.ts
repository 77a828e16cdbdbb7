import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import type { AnyActivity } from '../activity.ts';
import { type ActivityServices, createContext } from './context.ts';

export type TemporalActivity = (input: unknown) => Promise<unknown>;

/** Makes the functions that a Temporal worker registers, by activity type. */
export function toTemporalActivities(
  activities: readonly AnyActivity[],
  services: ActivityServices,
): Record<string, TemporalActivity> {
  return Object.fromEntries(activities.map((activity) => [activity.contract.name, toTemporal(activity, services)]));
}

/**
 * An activity at Temporal's edge: its contract parses what comes in and what goes out, its scratch folder goes with it, and its
 * errors become ApplicationFailures whose type is the stable code.
 */
function toTemporal(activity: AnyActivity, services: ActivityServices): TemporalActivity {
  const { contract } = activity;
  return async (input) => {
    const context = createContext(Context.current(), services);
    try {
      const parsed = parse(contract.input, input, `input of ${contract.name}`);
      const output = await activity.run(parsed, context);
      return parse(contract.output, output, `output of ${contract.name}`);
    } catch (error) {
      context.log.warn({ err: error }, 'Activity:Failed');
      throw toFailure(error, context.signal);
    } finally {
      await context.end();
    }
  };
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

function toFailure(error: unknown, signal: AbortSignal): Error {
  // Temporal must see a cancelled or timed-out attempt as such, whatever the interrupted code made of it.
  if (signal.aborted) return signal.reason instanceof Error ? signal.reason : new CancelledFailure('cancelled');
  if (error instanceof FaultError) {
    const { fault, retryable } = error;
    const options = { type: fault.code, nonRetryable: !retryable, details: [fault] };
    return ApplicationFailure.create({ message: fault.message, ...options });
  }
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  const fault = { code: 'internal_error', message: 'The handler failed in a way that it does not know.' };
  return ApplicationFailure.create({
    message: error instanceof Error ? error.message : String(error),
    type: fault.code,
    details: [fault],
  });
}
