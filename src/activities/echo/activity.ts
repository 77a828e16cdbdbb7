import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { FaultError } from '../../plan/fault.ts';
import type { Activity } from '../activity.ts';
import { echoContract } from './contract.ts';

const checkpointSchema = z.strictObject({ steps_done: z.int() });

export function createEcho(): Activity<typeof echoContract.input, typeof echoContract.output> {
  return {
    contract: echoContract,
    async run(input, context) {
      if (input.fail_with) {
        throw new FaultError({ code: input.fail_with, message: `The echo was asked to fail with ${input.fail_with}.` });
      }
      const steps = input.steps ?? 1;
      const done = context.checkpoint(checkpointSchema)?.steps_done ?? 0;
      for (let step = done + 1; step <= steps; step++) {
        if (input.step_delay) await delay(input.step_delay * 1_000, undefined, { signal: context.signal });
        context.heartbeat((100 * step) / steps, { steps_done: step });
      }
      return { echoed_params: input, steps_taken: Math.max(0, steps - done) };
    },
  };
}
