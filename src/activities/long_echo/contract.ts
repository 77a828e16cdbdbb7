import { z } from 'zod';
import { SAME_AS } from '../../yaml-compiler/types/contract-type.ts';
import { defineContract } from '../contract.ts';

export const longEchoContract = defineContract({
  name: 'long_echo',
  summary: 'Give back a message after a number of steps, each of them saved: for tests of work that is interrupted.',
  input: z
    .strictObject({
      message: z.json().describe('What to give back.'),
      steps: z.int().min(1).max(10_000).default(1).describe('How many, with a checkpoint after each.'),
      step_delay: z.number().min(0).max(3_600).default(0).describe('How long a step takes, in seconds.'),
    })
    .describe('What to say, and how long to take over it.'),
  output: z.strictObject({
    message: z.json().meta({ description: 'As it came.', [SAME_AS]: 'params.message' }),
    steps: z.int().describe('Steps taken by all attempts together.'),
    attempts: z
      .array(z.strictObject({ attempt: z.int(), from_step: z.int() }))
      .describe('Every attempt whose word of it arrived, with the step at which it began.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '1h',
  heartbeat: '10s',
  errors: {},
});
