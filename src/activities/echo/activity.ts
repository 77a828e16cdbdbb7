import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { echoContract } from './contract.ts';

const checkpointSchema = z.strictObject({ steps_done: z.int() });
type Input = z.output<typeof echoContract.input>;

export function createEcho(): Activity<typeof echoContract.input, typeof echoContract.output> {
  return {
    contract: echoContract,
    async run(input, context) {
      if (input.fail_with) {
        throw new FaultError({ code: input.fail_with, message: `The echo was asked to fail with ${input.fail_with}.` });
      }
      // No sign of life where there is nothing to wait for: it would cost as much again.
      const isInstant = input.steps === undefined && !input.step_delay;
      return { echoed_params: input, steps_taken: isInstant ? 1 : await takeSteps(input, context) };
    },
  };
}

function takeSteps({ steps = 1, step_delay = 0 }: Input, context: ActivityContext): Promise<number> {
  const done = context.checkpoint(checkpointSchema)?.steps_done ?? 0;
  return withPulse(context, async (pulse) => {
    for (let step = done + 1; step <= steps; step++) {
      if (step_delay > 0) await delay(step_delay * 1_000, undefined, { signal: context.signal });
      pulse.at((100 * step) / steps, { steps_done: step });
    }
    return Math.max(0, steps - done);
  });
}
