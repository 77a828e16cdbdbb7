import type { AnyActivity } from '../activity.ts';
import { type Attempt, createContext } from './context.ts';
import { enforce } from './enforce.ts';
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
    const output = await activity.run(enforce(contract.input, input, `input of ${contract.name}`), context);
    return enforce(contract.output, output, `output of ${contract.name}`);
  } finally {
    await context.end();
  }
}
