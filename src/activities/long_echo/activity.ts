import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Activity } from '../activity.ts';
import { withPulse } from '../pulse.ts';
import { longEchoContract } from './contract.ts';

const checkpointSchema = z.strictObject({
  steps_done: z.int(),
  attempts: z.array(z.strictObject({ attempt: z.int(), from_step: z.int() })),
});

export function createLongEcho(): Activity<typeof longEchoContract.input, typeof longEchoContract.output> {
  return {
    contract: longEchoContract,
    async run({ message, steps, step_delay }, context) {
      const saved = context.checkpoint(checkpointSchema) ?? { steps_done: 0, attempts: [] };
      const attempts = [...saved.attempts, { attempt: context.attempt, from_step: saved.steps_done + 1 }];
      return withPulse(context, async (pulse) => {
        const save = (steps_done: number) => pulse.at((100 * steps_done) / steps, { steps_done, attempts });
        save(saved.steps_done);
        for (let step = saved.steps_done + 1; step <= steps; step++) {
          await delay(step_delay * 1_000, undefined, { signal: context.signal });
          save(step);
        }
        return { message, steps, attempts };
      });
    },
  };
}
