import { z } from 'zod';
import { RECALL_SNAPSHOT } from '../../plan/job.ts';
import { defineContract } from '../contract.ts';

export const recallSnapshotContract = defineContract({
  name: RECALL_SNAPSHOT,
  summary: 'What an earlier run of a used spec has done. Called by the interpreter, not by specs.',
  input: z.strictObject({ workflow_id: z.string(), run_id: z.string(), before: z.string() }),
  output: z.strictObject({
    snapshot: z.record(z.string(), z.json()).nullable().describe('Null when it is not known: all of it runs again.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '2m',
  errors: {},
  internal: true,
});
