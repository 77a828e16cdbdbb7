import { z } from 'zod';
import { DATA_TYPES } from '../../../assets/states.ts';
import * as field from './fields.ts';

/** Bodies of requests, for the gateway and the domain API alike. */

const submission = {
  platform_id: field.platformId,
  platform_refs: z.record(z.string().min(1).max(100), field.reference).meta({
    description: "What identifies the asset on its platform: the platform's reference keys, each with a text.",
    example: { dataset_id: 'DS-2041', resource_id: 'R-7' },
  }),
  data_type: z.enum(DATA_TYPES),
  version_label: field.optionalText(100).meta({ description: "The client's name for the version; not interpreted." }),
  workflow_id: field.optionalText(64).meta({ description: 'Default: the one for the data type.' }),
  input_params: field.inputParams.default({}),
  submitted_by: field.optionalText(64).meta({ description: 'Who submits, for the record.' }),
  callback_url: field.callbackUrl,
  request_id: field.requestId.nullish().meta({ description: 'Default: a new UUID, told in the answer.' }),
};

export const platformSubmitBody = z.strictObject(submission).meta({
  id: 'PlatformSubmission',
  example: {
    platform_id: 'ddh',
    platform_refs: { dataset_id: 'DS-2041', resource_id: 'R-7' },
    data_type: 'raster',
    version_label: '2026-Q1',
    input_params: { container_name: 'bronze', blob_name: 'incoming/flood-depth.tif' },
  },
});

export const domainSubmitBody = z.strictObject(submission).meta({ id: 'DomainSubmission' });

export type DomainSubmission = z.output<typeof domainSubmitBody>;

const job = {
  input_params: field.inputParams.default({}),
  correlation_id: field.optionalText(64),
  callback_url: field.callbackUrl.meta({
    description: 'Kept with the job. Callbacks tell of versions; a job that makes none has none.',
  }),
  priority: z.int().min(0).max(10).default(5),
  idempotency_key: field
    .optionalText(64)
    .meta({ description: 'The same key is the same job. Without one, the same inputs are.' }),
};

export const gatewayJobBody = z
  .strictObject({ workflow_id: field.workflowId, ...job })
  .meta({ id: 'GatewayJobSubmission', example: { workflow_id: 'echo_test', input_params: { message: 'hello' } } });
/** Jobs of one batch, at most. */
const MAX_BATCH = 100;

export const jobBatchBody = z.strictObject({ jobs: z.array(gatewayJobBody).min(1).max(MAX_BATCH) }).meta({
  id: 'GatewayJobBatch',
  example: {
    jobs: [
      { workflow_id: 'echo_test', input_params: { message: 'hello' } },
      { workflow_id: 'echo_test', input_params: { message: 'world' } },
    ],
  },
});
export const domainJobBody = z.strictObject(job).meta({ id: 'JobSubmission' });
export type DomainJobSubmission = z.output<typeof domainJobBody>;

const reviewer = field
  .optionalText(64)
  .meta({ description: 'Who decided, for all readers. Default: the API key, which administrators alone see.' });

/** Approving needs no body at all. */
export const approveBody = z
  .strictObject({ reviewer })
  .prefault({})
  .meta({ id: 'Approval', example: { reviewer: 'A. Cartographer' } });

/** Nor does clearing, and making public. */
export const clearanceBody = z
  .strictObject({ reviewer })
  .prefault({})
  .meta({ id: 'ClearanceDecision', example: { reviewer: 'A. Cartographer' } });

export const rejectBody = z
  .strictObject({
    reviewer,
    rejection_reason: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .meta({ description: 'Why, for the submitter.', example: 'The coastline is of another year.' }),
  })
  .meta({ id: 'Rejection', example: { rejection_reason: 'Clouds over half of the scene.' } });
