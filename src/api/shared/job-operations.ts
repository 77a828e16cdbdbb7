import { defineOperation } from './operation.ts';
import * as schema from './schemas/job-control.ts';
import { jobParams } from './schemas/parameters.ts';
import { acceptedJob } from './schemas/replies.ts';
import { retryBody } from './schemas/retry-body.ts';

/** Operations that the gateway and the domain API have alike: the one forwards, the other does them. */

const REQUEST = {
  method: 'post',
  tag: 'Jobs',
  scope: 'submit',
  params: jobParams,
  reply: { status: 202, description: 'Asked; the state follows within seconds.', schema: schema.jobRequested },
  problems: ['job_not_found', 'job_already_ended', 'job_not_started'],
} as const;

export const cancelJob = defineOperation({
  ...REQUEST,
  operation_id: 'cancelJob',
  summary: 'Ask a job to end as cancelled',
});

export const pauseJob = defineOperation({
  ...REQUEST,
  operation_id: 'pauseJob',
  summary: 'Ask a job to start nothing new; what runs goes on',
});

export const resumeJob = defineOperation({
  ...REQUEST,
  operation_id: 'resumeJob',
  summary: 'Let a paused job go on',
});

export const retryJob = defineOperation({
  method: 'post',
  operation_id: 'retryJob',
  tag: 'Jobs',
  summary: 'Go on from where a job failed or was cancelled',
  idempotency_key: true,
  description:
    'The same job, its next attempt. What completed is kept, down to the items of a fan-out; name nodes or items to run ' +
    'those again, or give the output of a node by hand to get past it, which needs the scope admin and a key that is not ' +
    'bound to a platform.',
  scope: 'submit',
  params: jobParams,
  body: retryBody,
  reply: { status: 202, description: 'The next attempt is accepted.', schema: schema.retriedJob },
  problems: [
    ...(['job_not_found', 'job_not_retryable', 'job_superseded', 'version_already_resolved'] as const),
    ...(['resume_unavailable', 'unknown_node', 'unknown_item', 'output_not_supplied', 'invalid_output'] as const),
    'platform_not_allowed',
  ],
});

export const decideNode = defineOperation({
  method: 'post',
  operation_id: 'decideNode',
  tag: 'Jobs',
  summary: 'Approve or reject what an approval node waits for',
  scope: 'review',
  params: schema.nodeParams,
  body: schema.decisionBody,
  reply: { status: 200, description: 'Decided.', schema: schema.decidedNode },
  problems: ['job_not_found', 'node_not_found', 'node_not_waiting'],
});

export const runSpec = defineOperation({
  method: 'post',
  operation_id: 'runSpec',
  tag: 'Jobs',
  summary: 'Run a spec that is sent along',
  idempotency_key: true,
  description: 'For trying a spec out. Its faults come as `errors` with line and column.',
  scope: 'admin',
  body: schema.runBody,
  reply: { status: 202, description: 'Accepted, or accepted before.', schema: acceptedJob },
  problems: [
    ...([
      'invalid_workflow',
      'spec_too_complex',
      'invalid_inputs',
      'invalid_blob_path',
      'source_not_found',
      'source_empty',
      'source_too_large',
      'container_not_found',
      'container_not_allowed',
    ] as const),
    ...(['item_belongs_to_another_asset', 'too_many_jobs', 'compiler_busy', 'platform_not_allowed'] as const),
  ],
});

export const readJobStats = defineOperation({
  method: 'get',
  operation_id: 'getJobStats',
  tag: 'Jobs',
  summary: 'What runs, waits and fails, and who works',
  description: 'A key that is bound to a platform is told the figures of its jobs; the task queues are common to all.',
  scope: 'admin',
  reply: { status: 200, description: 'The figures.', schema: schema.jobStats },
  problems: [],
});
