import type pg from 'pg';
import type { JsonObject } from '../plan/json.ts';
import type { ExecutionPlan } from '../plan/plan.ts';
import { type Actor, appendEvents } from './events.ts';
import type { Once } from './idempotency/once.ts';
import { transactOnce } from './idempotency/transact-once.ts';
import { insertJob } from './insert-job.ts';
import { assetJobId } from './job-id.ts';
import { type LockedVersion, lockVersion, type VersionRef } from './lock-version.ts';
import type { ReprocessableVersion } from './reads/read-reprocessable.ts';
import type { ChangedVersion } from './review-version.ts';
import { type RowVersions, refuseStale } from './row-version.ts';
import { stepUnguarded } from './transitions/asset-refusal.ts';
import { stepVersion } from './transitions/version-refusal.ts';

export interface Reprocessing extends VersionRef {
  plan: ExecutionPlan;
  /** Resolved against the plan's declarations. */
  inputs: JsonObject;
  software_version: string;
}

export interface ReprocessedVersion extends ChangedVersion {
  platform_id: string;
  /** The new job, to be started after the commit. */
  job_id: string;
  priority: number;
  submitted_by: string;
}

/**
 * Gives a version a new job under its next revision: the ordinal stays, the outputs of the job before are no longer the
 * version's, and what that job may still report changes nothing.
 *
 * @throws FaultError `version_not_found`, `stale_if_match`, `asset_deleted`, `version_not_finished`, `version_already_resolved`
 */
export function reprocessVersion(
  pool: pg.Pool,
  reprocessing: Reprocessing,
  actor: Actor,
  once: Once | null = null,
): Promise<ReprocessedVersion> {
  return transactOnce(pool, once, async (client) => {
    const version = await lockVersion(client, reprocessing);
    const { asset_id, ordinal, platform_id } = version;
    const next = stepVersion('reprocess', version);
    const revision = version.revision + 1;
    const job_id = assetJobId(asset_id, ordinal, revision);
    const { priority, submitted_by } = await insertNextJob(client, reprocessing, version, { job_id, revision });
    const product = await takeOver(client, version, { job_id, revision, processing_state: next.processing_state });
    const { plan } = reprocessing;
    const about = { actor, platform_id, asset_id, ordinal, job_id };
    await appendEvents(client, [
      {
        ...about,
        kind: 'AssetVersion:Reprocessed',
        before: { processing_state: version.processing_state, revision: version.revision, ...product },
        after: { processing_state: next.processing_state, revision },
      },
      {
        ...about,
        kind: 'Job:Created',
        after: { state: 'pending', workflow_id: plan.workflow_id, version: plan.version, plan_hash: plan.plan_hash },
      },
    ]);
    const row_version = version.row_version + 1;
    const changed = { asset_id, version_ordinal: ordinal, platform_id, ...next, revision, row_version };
    return { ...changed, job_id, priority, submitted_by };
  });
}

/** What `reprocessVersion` refuses, told before anything else is looked at. @throws FaultError as it does */
export function refuseUnlessReprocessable(version: ReprocessableVersion, expected: RowVersions | null): void {
  refuseStale(`Version ${version.ordinal} of the asset`, version.row_version, expected);
  stepUnguarded('change_version', version);
  stepVersion('reprocess', version);
}

interface Settings {
  callback_url: string | null;
  priority: number;
  submitted_by: string;
  correlation_id: string | null;
}

/** With what the submission asked for besides its inputs. */
async function insertNextJob(
  client: pg.PoolClient,
  { plan, inputs, software_version }: Reprocessing,
  { asset_id, ordinal, platform_id, current_job_id }: LockedVersion,
  { job_id, revision }: { job_id: string; revision: number },
): Promise<Settings> {
  const { rows } = await client.query<Settings>(
    'SELECT callback_url, priority, submitted_by, correlation_id FROM rhumbline.jobs WHERE job_id = $1',
    [current_job_id],
  );
  const settings = rows[0];
  if (settings === undefined) throw new Error(`the job ${current_job_id} is gone`);
  const asset = { asset_id, ordinal, revision, platform_id };
  const job = { ...settings, job_id, asset, plan, inputs, software_version, idempotency_key: null };
  if (!(await insertJob(client, job))) throw new Error(`the job ${job_id} is there already`);
  return settings;
}

/** @returns what the version had come to with the job before, for the trail */
async function takeOver(
  client: pg.PoolClient,
  { asset_id, ordinal }: LockedVersion,
  next: { job_id: string; revision: number; processing_state: string },
): Promise<JsonObject> {
  const { rows } = await client.query<JsonObject>(
    `UPDATE rhumbline.asset_versions AS version
     SET processing_state = $3, revision = $4, current_job_id = $5, outputs = NULL, last_error = NULL, blob_path = NULL,
         table_name = NULL, stac_item_id = NULL, stac_collection_id = NULL, content_hash = NULL,
         row_version = version.row_version + 1, updated_at = now()
     FROM rhumbline.asset_versions AS old
     WHERE version.asset_id = $1 AND version.ordinal = $2 AND old.asset_id = $1 AND old.ordinal = $2
     RETURNING old.last_error, old.blob_path, old.table_name, old.stac_item_id, old.stac_collection_id, old.content_hash`,
    [asset_id, ordinal, next.processing_state, next.revision, next.job_id],
  );
  return rows[0] ?? {};
}
