import { z } from 'zod';
import { ATTEMPT_WEBHOOK } from '../../plan/webhook.ts';
import { defineContract } from '../contract.ts';

export const attemptWebhookContract = defineContract({
  name: ATTEMPT_WEBHOOK,
  summary: 'Send a callback to its receiver once, and note what became of it. Called by deliveries, not by specs.',
  input: z.strictObject({
    delivery_id: z.string(),
    round: z.int().min(1),
    attempt: z.int().min(1),
    is_last: z.boolean(),
  }),
  output: z.strictObject({ outcome: z.enum(['delivered', 'to_retry', 'dead', 'over']) }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '60s',
  errors: {},
  internal: true,
});
