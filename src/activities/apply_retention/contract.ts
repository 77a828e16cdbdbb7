import { z } from 'zod';
import { APPLY_RETENTION } from '../../plan/retention.ts';
import { defineContract } from '../contract.ts';

const count = z.int().min(0);

export const applyRetentionContract = defineContract({
  name: APPLY_RETENTION,
  summary: 'Archive and remove what is past its age, so much at a time. Called by its schedule, not by specs.',
  input: z.strictObject({}),
  output: z.strictObject({
    jobs: count,
    events: count,
    webhooks: count,
    archive: count.describe('Removed from the archive, for good.'),
    idempotency_keys: count,
    products: count.describe('Blobs of jobs that failed.'),
    products_failed: count.describe('Jobs whose blobs could not be removed; the log says why.'),
    is_done: z.boolean().describe('False: there is more, for the next time.'),
  }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '10m',
  heartbeat: '30s',
  errors: {},
  internal: true,
});
