import { z } from 'zod';
import { SAME_AS } from '../../yaml-compiler/types/contract-type.ts';
import { defineContract } from '../contract.ts';

export const echoContract = defineContract({
  name: 'echo',
  summary: 'Give back what it got, at once or step by step: for tests of specs and of the machinery.',
  input: z
    .object({
      steps: z.int().min(1).max(1000).optional().describe('Take this many steps, a checkpoint after each.'),
      step_delay: z.number().min(0).max(3_600).optional().describe('How long a step takes, in seconds.'),
      fail_with: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,63}$/)
        .optional()
        .describe('Fail with this code instead.'),
    })
    .catchall(z.json())
    .describe('Anything; the fields named here have a meaning.'),
  output: z.strictObject({
    echoed_params: z.record(z.string(), z.json()).meta({ description: 'The input.', [SAME_AS]: 'params' }),
    steps_taken: z.int().describe('By the last attempt; less than `steps` where it went on from a checkpoint.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '1h',
  heartbeat: '30s',
  errors: {},
});
