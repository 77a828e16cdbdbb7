import { z } from 'zod';
import { ITEM_COUNTS } from '../../../activities/record_outcome/contract.ts';
import { clientErrorOf } from '../../../assets/reads/client-error.ts';
import { TIMELINE_KINDS } from '../../../assets/reads/read-timeline.ts';
import type { Fault } from '../../../plan/fault.ts';
import { JOB_STATES, NODE_STATES } from '../../../plan/job.ts';
import { COSTS } from '../../../plan/plan.ts';
import { adminOnly, reducedForClients } from '../visibility.ts';
import * as field from './fields.ts';

/** Bodies and answers of what is done with jobs on their way. */

export const nodeParams = z.object({ job_id: field.jobId, node_id: field.nodeId });

/** What is ours and none of the client's: they are told that it failed, and those who run the service why. */
export const fault = reducedForClients(
  z.object({
    code: z.string().meta({ example: 'invalid_raster' }),
    message: z.string().meta({ example: 'The raster has no coordinate reference system.' }),
    detail: z.record(z.string(), field.jsonValue).optional(),
  }),
  z.preprocess((told) => clientErrorOf(told as Fault), field.clientError),
);

export const itemCounts = z.object(ITEM_COUNTS).meta({ id: 'ItemCounts' });

export const itemFailure = z.object({ index: z.int(), key: z.string(), fault }).meta({ id: 'ItemFailure' });

export const decisionBody = z
  .strictObject({
    approved: z.boolean(),
    comment: field.optionalText(1000).meta({ description: 'Why, for the trail.' }),
  })
  .meta({ id: 'Decision' });

const MOST_USED_SPECS = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: to refuse it
const NO_NUL = /^[^\u0000]*$/;
const yamlText = z.string().max(512_000).regex(NO_NUL, 'must not have NUL characters');

export const runBody = z
  .strictObject({
    spec: yamlText.min(1).meta({ description: 'The YAML of a workflow spec.' }),
    used_specs: z
      .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/), yamlText)
      .refine((specs) => Object.keys(specs).length <= MOST_USED_SPECS, `must have at most ${MOST_USED_SPECS} specs`)
      .default({})
      .meta({
        maxProperties: MOST_USED_SPECS,
        description: `The YAML of specs that it uses, by id, at most ${MOST_USED_SPECS}; the others are those of the server.`,
        example: { greet: 'workflow_id: greet\nversion: 1\nnodes: { say: { handler: echo } }' },
      }),
    input_params: field.inputParams.default({}),
    correlation_id: field.optionalText(64),
    priority: z.int().min(0).max(10).default(5),
    idempotency_key: field.optionalText(59).meta({
      description: 'The same key is the same job. Without one, the same spec and inputs are.',
    }),
  })
  .meta({ id: 'AdHocJob' });

export const jobRequested = z
  .object({
    job_id: field.jobId,
    status: z.enum(['cancel_requested', 'pause_requested', 'resume_requested']),
  })
  .meta({ id: 'JobRequested' });

export const retriedJob = z
  .object({ job_id: field.jobId, attempt: z.int(), status: z.enum(JOB_STATES) })
  .meta({ id: 'RetriedJob' });

export const decidedNode = z
  .object({ job_id: field.jobId, node_id: field.nodeId, approved: z.boolean(), by: z.string() })
  .meta({ id: 'DecidedNode' });

export const progress = z
  .object({
    job_id: field.jobId,
    workflow_id: field.workflowId,
    state: z.enum(JOB_STATES),
    is_paused: z.boolean(),
    attempt: z.int(),
    percent: field.percent,
    started_at: field.timestamp.nullable(),
    ended_at: field.timestamp.nullable(),
    remaining_seconds: z.int().nullable().meta({ description: 'From the rate so far; null when it cannot be told.' }),
    waiting_for: z
      .array(z.object({ node_id: field.nodeId, message: z.string() }))
      .meta({ description: 'Approvals that nobody has decided yet.' }),
    nodes: z.array(
      z.object({
        node_id: z.string(),
        kind: z.string(),
        state: z.enum(NODE_STATES),
        percent: field.percent,
        attempt: z.int().meta({ description: "The handler's latest; above 1 it was retried." }),
        last_failure: fault.nullable().meta({ description: 'Of the attempt before, while the node is open.' }),
        error: fault.nullable().meta({ description: 'Of a node that failed.' }),
        items: itemCounts.nullable(),
      }),
    ),
    error: fault.nullable(),
  })
  .meta({ id: 'JobProgress' });

const change = z.record(z.string(), field.jsonValue).nullable();

/** Who did what to a thing: for those who run the service. */
export const trail = {
  actor: adminOnly(z.string().meta({ example: 'api-key:0a1b2c3d4e5f' })),
  request_id: adminOnly(z.string().nullable()),
  before: adminOnly(change),
  after: adminOnly(change),
};

const trailed = z.object({
  kind: z.string().meta({ example: 'Job:Running' }),
  ...trail,
});

export const timelineEntry = z
  .object({
    occurred_at: field.timestamp,
    kind: z.enum(TIMELINE_KINDS),
    job_attempt: z.int(),
    node_id: z.string().nullable(),
    item_key: z.string().nullable(),
    attempt: z.int().nullable().meta({ description: "The handler's." }),
    state: z.string().nullable(),
    percent: field.percent.nullable(),
    error: fault.nullable(),
    note: z.string().nullable(),
    event: trailed.nullable(),
  })
  .meta({ id: 'TimelineEntry' });

/** As clients of ours read it. */
export const timeline = z.object({
  job_id: field.jobId,
  entries: z.array(timelineEntry),
  next_cursor: z.string().nullable(),
});

const failureRate = z.object({
  ended: z.int(),
  failed: z.int(),
  rate: z.number().nullable().meta({ description: '0 to 1; null when nothing ended.' }),
});

const COUNTS = {
  by_workflow: z.array(
    z.object({
      workflow_id: z.string(),
      queued: z.int(),
      running: z.int(),
      paused: z.int(),
      completed: z.int().meta({ description: 'In the last 24 hours, as failed and cancelled.' }),
      failed: z.int(),
      cancelled: z.int(),
    }),
  ),
  last_hour: failureRate,
  last_day: failureRate,
};

export const jobCounts = z.object(COUNTS).meta({ id: 'JobCounts' });

export const jobStats = z
  .object({
    ...COUNTS,
    task_queues: z.array(
      z.object({
        cost: z.enum(COSTS),
        task_queue: z.string(),
        workflow_backlog: z.int().meta({ description: 'About so many tasks wait for a worker.' }),
        activity_backlog: z.int(),
        workers: z.array(z.object({ identity: z.string(), last_seen_at: field.timestamp })),
      }),
    ),
  })
  .meta({ id: 'JobStats' });
