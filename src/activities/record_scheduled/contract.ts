import { z } from 'zod';
import { defineContract } from '../contract.ts';

export const recordScheduledContract = defineContract({
  name: 'record_scheduled',
  summary: 'Have the asset service take in the job that a schedule asks for. Called by schedules, not by specs.',
  input: z.strictObject({ workflow_id: z.string(), scheduled_at: z.iso.datetime() }),
  output: z.strictObject({
    run: z.record(z.string(), z.json()).nullable().describe('What the job runs; null when there is no such schedule.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '30s',
  errors: {},
  internal: true,
});
