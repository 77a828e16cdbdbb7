import { z } from 'zod';
import { KEEP_SNAPSHOT } from '../../plan/job.ts';
import { defineContract } from '../contract.ts';

export const keepSnapshotContract = defineContract({
  name: KEEP_SNAPSHOT,
  summary: 'Keep in the history what a used spec has done. Called by the interpreter, not by specs.',
  input: z.strictObject({}),
  output: z.strictObject({}),
  cost: 'light',
  retry: 'idempotent',
  timeout: '30s',
  errors: {},
  internal: true,
});
