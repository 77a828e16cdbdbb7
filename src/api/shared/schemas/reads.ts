import { z } from 'zod';
import { ORPHAN_KINDS } from '../../../assets/reads/list-orphans.ts';
import { APPROVAL_STATES, CLEARANCES, DATA_TYPES, PROCESSING_STATES } from '../../../assets/states.ts';
import { JOB_STATES } from '../../../plan/job.ts';
import { adminOnly } from '../visibility.ts';
import * as field from './fields.ts';
import { fault, itemCounts, trail } from './job-control.ts';

/** What lists and their items hold, and the filters that they take. */

const ordinal = z.int().min(1).meta({ example: 1 });
const platformId = z.string().meta({ example: 'ddh' });
const workflowId = z.string().meta({ example: 'raster_ingest' });

export const instant = z.iso
  .datetime({ offset: true, error: 'must be a time as RFC 3339 has it, such as 2026-01-02T03:04:05Z' })
  .refine((text) => isInYears(new Date(text).getUTCFullYear()), 'must be in a year from 1 to 9999')
  .meta({ example: '2026-01-02T03:04:05Z' })
  // PostgreSQL does not know every offset that RFC 3339 does.
  .transform((text) => new Date(text).toISOString());

function isInYears(year: number): boolean {
  return year >= 1 && year <= 9999;
}

const created = {
  created_after: instant.optional().meta({ description: 'Later than this.' }),
  created_before: instant.optional().meta({ description: 'Earlier than this.' }),
};

export const onePlatform = {
  platform_id: field.platformId.optional().meta({ description: "Of this platform only. A key's own is the default." }),
};

/** Of a list that takes no other. */
export const layerFilters = z.object(onePlatform);

export const assetFilters = z.object({
  ...onePlatform,
  processing_state: z.enum(PROCESSING_STATES).optional().meta({ description: 'Of the newest version.' }),
  approval_state: z.enum(APPROVAL_STATES).optional().meta({ description: 'Of the newest version.' }),
  clearance: z.enum(CLEARANCES).optional(),
  data_type: z.enum(DATA_TYPES).optional(),
  workflow_id: field.workflowId.optional().meta({ description: 'That the newest version is made by.' }),
  ...created,
  deleted: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => text === 'true')
    .meta({
      description: 'The deleted ones instead of the others. With the scope admin only.',
      override: { type: 'boolean', enum: [true, false], default: false },
    }),
});

export const asset = z
  .object({
    asset_id: field.assetId,
    platform_id: platformId,
    platform_refs: z.record(z.string(), z.string()).meta({ example: { dataset_id: 'DS-2041', resource_id: 'R-7' } }),
    data_type: z.enum(DATA_TYPES),
    clearance: z.enum(CLEARANCES),
    latest_ordinal: ordinal.nullable().meta({ description: 'The highest that is approved.', example: 1 }),
    newest_ordinal: ordinal.nullable(),
    processing_state: z.enum(PROCESSING_STATES).nullable().meta({ description: 'Of the newest version.' }),
    approval_state: z.enum(APPROVAL_STATES).nullable().meta({ description: 'Of the newest version.' }),
    workflow_id: workflowId.nullable().meta({ description: 'That the newest version is made by.' }),
    created_at: field.timestamp,
    updated_at: field.timestamp,
    deleted_at: adminOnly(field.timestamp.nullable()),
  })
  .meta({ id: 'Asset' });

export const platform = z
  .object({
    platform_id: platformId,
    display_name: z.string().meta({ example: 'Development Data Hub' }),
    required_refs: z.array(z.string()).meta({ example: ['dataset_id', 'resource_id'] }),
    optional_refs: z.array(z.string()).meta({ example: [] }),
    is_active: z.boolean(),
  })
  .meta({ id: 'KnownPlatform' });

export const versionFilters = z.object({
  processing_state: z.enum(PROCESSING_STATES).optional(),
  approval_state: z.enum(APPROVAL_STATES).optional(),
});

export const jobFilters = z.object({
  ...onePlatform,
  state: z.enum(JOB_STATES).optional(),
  workflow_id: field.workflowId.optional(),
  asset_id: field.assetId.optional(),
  ...created,
});

export const listedJob = z
  .object({
    job_id: field.jobId,
    workflow_id: workflowId,
    workflow_version: z.int().meta({ example: 1 }),
    state: z.enum(JOB_STATES),
    is_paused: z.boolean(),
    percent: field.percent,
    attempt: z.int().meta({ example: 1 }),
    platform_id: platformId.nullable(),
    asset_id: field.assetId.nullable(),
    version_ordinal: ordinal.nullable(),
    correlation_id: z.string().nullable(),
    priority: adminOnly(z.int().meta({ example: 5 })),
    submitted_by: adminOnly(z.string().meta({ example: 'api-key:0a1b2c3d4e5f' })),
    created_at: field.timestamp,
    started_at: field.timestamp.nullable(),
    ended_at: field.timestamp.nullable(),
    error: fault.nullable(),
  })
  .meta({ id: 'ListedJob' });

export const jobEvent = z
  .object({
    occurred_at: field.timestamp,
    kind: z.string().meta({ example: 'Job:Running' }),
    node_id: z.string().nullable(),
    ...trail,
  })
  .meta({ id: 'JobEvent' });

const eventKind = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,39}:[A-Z][A-Za-z]{1,39}$/, 'must be a noun and an event, such as Job:Failed')
  .meta({ example: 'Job:Failed' });

export const eventFilters = z.object({
  ...onePlatform,
  kind: eventKind.optional(),
  asset_id: field.assetId.optional(),
  job_id: field.jobId.optional(),
});

export const trailEvent = z
  .object({
    occurred_at: field.timestamp,
    kind: eventKind,
    platform_id: platformId.nullable(),
    asset_id: field.assetId.nullable(),
    version_ordinal: ordinal.nullable(),
    job_id: field.jobId.nullable(),
    node_id: z.string().nullable(),
    ...trail,
  })
  .meta({ id: 'TrailEvent' });

const listedNode = {
  job_id: field.jobId,
  node_id: z.string().meta({ example: 'validate' }),
  kind: z.string().meta({ example: 'task' }),
  handler: z.string().nullable().meta({ example: 'raster_validate' }),
  workflow_id: workflowId,
  platform_id: platformId.nullable(),
  asset_id: field.assetId.nullable(),
  version_ordinal: ordinal.nullable(),
  attempt: z.int().meta({ example: 1 }),
  started_at: field.timestamp.nullable(),
};

export const runningNode = z
  .object({
    ...listedNode,
    percent: field.percent,
    last_failure: fault.nullable().meta({ description: 'Of the attempt before.' }),
    items: itemCounts.nullable(),
  })
  .meta({ id: 'RunningNode' });

export const failedNode = z
  .object({
    ...listedNode,
    ended_at: field.timestamp.nullable(),
    error: fault.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'FailedNode' });

export const orphan = z
  .object({
    kind: z.enum(ORPHAN_KINDS),
    job_id: field.jobId,
    platform_id: platformId.nullable(),
    asset_id: field.assetId.nullable(),
    version_ordinal: ordinal.nullable(),
    since: field.timestamp,
  })
  .meta({ id: 'Orphan' });

const checkResult = z.object({ status: z.enum(['ok', 'failed']), ms: z.int().min(0).meta({ example: 3 }) });

export const gatewayHealth = z
  .object({
    status: z.enum(['healthy', 'degraded']).meta({ description: 'Degraded: reading works, changing does not.' }),
    checks: z.record(z.string(), checkResult).meta({ example: { database: { status: 'ok', ms: 3 } } }),
  })
  .meta({ id: 'GatewayHealth' });

export const adminHealth = z
  .object({
    status: z.enum(['healthy', 'degraded']),
    software_version: z.string().meta({ example: '0.1.0' }),
    gateway: z.record(z.string(), checkResult).meta({ example: { database: { status: 'ok', ms: 3 } } }),
    domain: z
      .object({ status: z.string(), checks: z.record(z.string(), checkResult) })
      .nullable()
      .meta({
        description: 'As the domain API tells it; null when it does not answer.',
        example: { status: 'ready', checks: { temporal: { status: 'ok', ms: 4 } } },
      }),
  })
  .meta({ id: 'AdminHealth' });

export const proxyHealth = z
  .object({ status: z.literal('healthy'), ms: z.int().min(0).meta({ example: 2 }) })
  .meta({ id: 'ProxyHealth' });

export const config = z
  .object({
    software_version: z.string().meta({ example: '0.1.0' }),
    node_version: z.string().meta({ example: 'v24.21.0' }),
    settings: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable())
      .meta({ example: { RHUMBLINE_GATEWAY_PORT: 8080, DATABASE_URL_GATEWAY: '(set)' } }),
  })
  .meta({ id: 'Config' });
