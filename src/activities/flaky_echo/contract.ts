import { z } from 'zod';
import { SAME_AS } from '../../yaml-compiler/types/contract-type.ts';
import { defineContract } from '../contract.ts';

export const flakyEchoContract = defineContract({
  name: 'flaky_echo',
  summary: 'Give back a message, or fail as told: for tests of retries. The same work fails alike in every run.',
  input: z
    .strictObject({
      message: z.json().describe('What to give back.'),
      failure_rate: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe('Share of attempts that fail. Which, follows from the seed, the item and the attempt.'),
      seed: z
        .union([z.int(), z.string().max(64)])
        .default(0)
        .describe('Another seed, other failures.'),
      fail_attempts: z.int().min(0).max(100).default(0).describe('Let so many attempts fail first.'),
      fail_for: z.array(z.json()).max(1_000).default([]).describe('Messages for which every attempt fails.'),
      fail_code: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,63}$/)
        .default('flaky')
        .describe('The code to fail with.'),
      permanent: z.boolean().default(false).describe('Let no failure be retried.'),
    })
    .describe('What to say, and when to fail instead.'),
  output: z.strictObject({
    message: z.json().meta({ description: 'As it came.', [SAME_AS]: 'params.message' }),
    attempt: z.int().describe('The attempt that said it: 1 is the first.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '1m',
  errors: {},
  transient: { flaky: 'The failure that was asked for.' },
});
