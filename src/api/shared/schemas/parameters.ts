import { z } from 'zod';
import * as field from './fields.ts';

export const versionParams = z.object({ asset_id: field.assetId, ordinal: field.ordinalParameter });
export const assetParams = z.object({ asset_id: field.assetId });
export const deleteQuery = z.strictObject({
  cancel_jobs: field.flag.meta({ description: 'Ask the job that still runs to end, instead of refusing.' }),
});
export const jobParams = z.object({ job_id: field.jobId });
export const workflowParams = z.object({ workflow_id: field.workflowId });
/** Of a spec as its file is named. */
export const specParams = z.object({
  workflow_id: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must have 1 to 64 lower-case letters, digits and _, a letter first')
    .meta({ description: 'Id of a workflow spec.', example: 'raster_ingest' }),
});
export const requestParams = z.object({ request_id: field.requestId });
/** Of a list that takes none. */
export const noFilters = z.object({});
/** Each platform gives out request ids of its own, so that two may have the same. */
export const platformQuery = z.strictObject({
  platform_id: field.platformId
    .optional()
    .meta({ description: 'Whose request id it is, where several platforms have used the same.' }),
});
