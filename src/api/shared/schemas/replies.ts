import { z } from 'zod';
import { APPROVAL_STATES, CLEARANCES, PROCESSING_STATES } from '../../../assets/states.ts';
import { JOB_STATES, NODE_STATES } from '../../../plan/job.ts';
import type { JsonValue } from '../../../plan/json.ts';
import { problemSchema } from '../problem.ts';
import { adminOnly, reducedForClients } from '../visibility.ts';
import { withoutPlaces } from '../without-places.ts';
import * as field from './fields.ts';
import { fault, itemCounts, itemFailure } from './job-control.ts';

/** Bodies of answers. What is not in them does not leave the service. */

const ordinal = z.int().min(1);
const processingState = z.enum(PROCESSING_STATES);
const approvalState = z.enum(APPROVAL_STATES);

export const acceptedSubmission = z
  .object({
    asset_id: field.assetId,
    version_ordinal: ordinal,
    request_id: field.requestId,
    status: z.literal('accepted'),
  })
  .meta({ id: 'AcceptedSubmission' });

/** For the gateway only, which keeps the job's id to itself. */
export const domainAcceptedSubmission = acceptedSubmission
  .extend({ job_id: field.jobId })
  .meta({ id: 'DomainAcceptedSubmission' });

export const submissionStatus = z
  .object({
    request_id: field.requestId,
    asset_id: field.assetId,
    version_ordinal: ordinal,
    version_label: z.string().nullable(),
    processing_state: processingState,
    percent: field.percent,
    approval_state: approvalState,
    error: field.clientError.nullable(),
    submitted_at: field.timestamp,
    updated_at: field.timestamp,
  })
  .meta({ id: 'SubmissionStatus' });

export const changedVersion = z
  .object({
    asset_id: field.assetId,
    version_ordinal: ordinal,
    approval_state: approvalState,
    processing_state: processingState,
    revision: z.int().min(0).meta({ description: 'Counts reprocessings.' }),
  })
  .meta({
    id: 'ChangedVersion',
    example: {
      asset_id: '0910ea81c879a37008e1a4894f74db27',
      version_ordinal: 1,
      approval_state: 'approved',
      processing_state: 'completed',
      revision: 0,
    },
  });

export const changedAsset = z
  .object({
    asset_id: field.assetId,
    clearance: z.enum(CLEARANCES).meta({ description: 'ouo: official use only.' }),
    latest_ordinal: ordinal.nullable().meta({ description: 'The highest approved version.' }),
    deleted_at: field.timestamp.nullable(),
  })
  .meta({
    id: 'ChangedAsset',
    example: {
      asset_id: '0910ea81c879a37008e1a4894f74db27',
      clearance: 'ouo',
      latest_ordinal: 1,
      deleted_at: null,
    },
  });

/** A reviewer who gave no name stands there by the id of their credentials, which is for those who run the service. */
const CREDENTIALS = /^(api-key|entra):/;
const reviewer = reducedForClients(
  z.string().nullable().meta({
    description:
      'The name that was given with the decision. Without one, whose it was is told with the scope admin only.',
  }),
  z.preprocess((name) => (CREDENTIALS.test(String(name)) ? null : name), z.string().nullable()),
);

export const version = z
  .object({
    asset_id: field.assetId,
    version_ordinal: ordinal,
    version_label: z.string().nullable(),
    request_id: field.requestId,
    processing_state: processingState,
    approval_state: approvalState,
    revision: z.int().min(0).meta({ description: 'Counts reprocessings.' }),
    blob_path: adminOnly(z.string().nullable().meta({ description: 'Container and name of the product.' })),
    table_name: adminOnly(z.string().nullable()),
    stac_item_id: z.string().nullable(),
    stac_collection_id: z.string().nullable(),
    content_hash: z.string().nullable().meta({ description: 'SHA-256 of the product.' }),
    error: field.clientError.nullable(),
    submitted_by: z.string().nullable(),
    reviewer,
    reviewed_at: field.timestamp.nullable(),
    rejection_reason: z.string().nullable(),
    submitted_at: field.timestamp,
    updated_at: field.timestamp,
    current_job_id: adminOnly(field.jobId),
    deleted_at: adminOnly(field.timestamp.nullable()),
  })
  .meta({ id: 'Version' });

export const acceptedJob = z
  .object({
    job_id: field.jobId,
    workflow_id: field.workflowId,
    status: z.enum(JOB_STATES),
    created: z.boolean().meta({
      description:
        'False: it is the job of an earlier submission, and `status` is how that stands. One that failed or was cancelled ' +
        'goes on by a retry, and a new one is made under an idempotency key of its own.',
    }),
  })
  .meta({ id: 'AcceptedJob' });

const batchedProblem = problemSchema
  .pick({ code: true, status: true, title: true, detail: true, errors: true })
  .meta({ id: 'BatchedProblem', description: 'Its pointers are those of the whole body.' });

export const batchAnswer = z
  .object({
    accepted: z.int().min(0),
    refused: z.int().min(0),
    results: z
      .array(z.object({ job: acceptedJob.nullable(), problem: batchedProblem.nullable() }))
      .meta({ description: 'In the order of the jobs. Of each, one is null.' }),
  })
  .meta({ id: 'BatchAnswer' });

const provenance = z
  .object({
    workflow_id: field.workflowId,
    version: z.int(),
    job_id: field.jobId,
    plan_hash: z.string().meta({ description: 'SHA-256 of the execution plan that ran.' }),
    software_version: z.string(),
    completed_at: field.timestamp,
  })
  .meta({ id: 'Provenance' });

/** Of whatever a workflow gives: where things lie here is no client's. */
const outputs = reducedForClients(
  z.record(z.string(), field.jsonValue),
  z.preprocess((given) => withoutPlaces(given as JsonValue), z.record(z.string(), field.jsonValue)),
);

export const job = z
  .object({
    job_id: field.jobId,
    workflow_id: field.workflowId,
    workflow_version: z.int(),
    state: z.enum(JOB_STATES),
    is_paused: z.boolean(),
    percent: field.percent,
    attempt: z.int(),
    asset_id: field.assetId.nullable(),
    version_ordinal: ordinal.nullable(),
    created_at: field.timestamp,
    started_at: field.timestamp.nullable(),
    ended_at: field.timestamp.nullable(),
    result: z.object({ outputs, _provenance: provenance }).nullable(),
    error: fault.nullable(),
  })
  .meta({ id: 'Job' });

export const jobNodes = z
  .object({
    job_id: field.jobId,
    nodes: z.array(
      z.object({
        node_id: z.string(),
        kind: z.string(),
        handler: z.string().nullable(),
        state: z.enum(NODE_STATES),
        percent: field.percent,
        attempt: z.int().meta({ description: "The handler's latest; above 1 it was retried." }),
        last_failure: fault.nullable().meta({ description: 'Of the attempt before, while the node is open.' }),
        items: itemCounts.nullable(),
        failed_items: z.array(itemFailure).meta({ description: 'Of a fan-out: the first of its items that failed.' }),
        started_at: field.timestamp.nullable(),
        ended_at: field.timestamp.nullable(),
        error: fault.nullable(),
        note: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'JobNodes' });

export const jobReference = z
  .object({ job_id: field.jobId, request_id: field.requestId, asset_id: field.assetId, version_ordinal: ordinal })
  .meta({ id: 'JobReference' });
