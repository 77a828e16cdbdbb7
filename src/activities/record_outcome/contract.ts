import { z } from 'zod';
import { JOB_STATES, NODE_STATES } from '../../plan/job.ts';
import { defineContract } from '../contract.ts';

const fault = z.strictObject({
  code: z.string(),
  message: z.string(),
  detail: z.record(z.string(), z.json()).optional(),
});
const instant = z.iso.datetime();

/** Of a fan-out's items, by state. */
export const ITEM_COUNTS = {
  total: z.int(),
  pending: z.int(),
  running: z.int(),
  completed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  cancelled: z.int(),
};

const itemFailure = z.strictObject({ index: z.int(), key: z.string(), fault });

const nodeReport = z.strictObject({
  node_id: z.string(),
  kind: z.string(),
  handler: z.string().nullable(),
  state: z.enum(NODE_STATES),
  ready_at: instant.nullable().optional(),
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  fault: fault.nullable(),
  note: z.string().nullable(),
  items: z.strictObject(ITEM_COUNTS).nullable(),
  open_parts: z.array(z.string()).optional(),
  failed_items: z.array(itemFailure).max(100).optional(),
});

const result = z.strictObject({
  outputs: z.record(z.string(), z.json()),
  _provenance: z.strictObject({
    workflow_id: z.string(),
    version: z.int(),
    job_id: z.string(),
    plan_hash: z.string(),
    software_version: z.string(),
    completed_at: instant,
  }),
});

export const recordOutcomeContract = defineContract({
  name: 'record_outcome',
  summary: 'Tell the asset service what became of a job. Called by the interpreter, not by specs.',
  input: z.strictObject({
    job_id: z.string(),
    attempt: z.int(),
    sequence: z.int(),
    at: instant.optional(),
    started_at: instant.optional(),
    state: z.enum(JOB_STATES),
    is_paused: z.boolean(),
    pause_changed_at: instant.optional(),
    percent: z.number(),
    nodes: z.array(nodeReport),
    result: result.nullable(),
    fault: fault.nullable(),
  }),
  output: z.strictObject({ outcome: z.string().describe('What the report changed.') }),
  cost: 'light',
  retry: 'idempotent',
  timeout: '30s',
  errors: {},
  internal: true,
});
