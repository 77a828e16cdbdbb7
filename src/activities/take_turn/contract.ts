import { z } from 'zod';
import { TAKE_TURN } from '../../plan/job.ts';
import { defineContract } from '../contract.ts';

export const takeTurnContract = defineContract({
  name: TAKE_TURN,
  summary: 'When a run whose templates do much work may do more of it. Called by the interpreter, not by specs.',
  input: z.strictObject({ units: z.int().min(0).describe('Work done since the last time.') }),
  output: z.strictObject({ wait_ms: z.int().min(0) }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '30s',
  errors: {},
  internal: true,
});
