import type pg from 'pg';
import { isUniqueViolation } from '../db/transaction.ts';
import { FaultError } from '../plan/fault.ts';
import type { JsonObject } from '../plan/json.ts';
import type { ExecutionPlan } from '../plan/plan.ts';
import { assetId } from './asset-id.ts';
import { type Actor, appendEvents } from './events.ts';
import type { Once } from './idempotency/once.ts';
import { transactOnce } from './idempotency/transact-once.ts';
import { DEFAULT_PRIORITY, insertJob } from './insert-job.ts';
import { assetJobId } from './job-id.ts';
import { type LockedAsset, lockAsset } from './lock-asset.ts';
import { touchAsset } from './lock-version.ts';
import { nextOrdinal } from './next-ordinal.ts';
import { type EarlierSubmission, findSubmission } from './reads/find-submission.ts';
import type { DataType } from './states.ts';
import { stepUnguarded } from './transitions/asset-refusal.ts';

export interface Submission {
  platform_id: string;
  platform_refs: Record<string, string>;
  data_type: DataType;
  version_label: string | null;
  request_id: string;
  /** SHA-256, hex, of the body: what makes a repetition the same submission. */
  request_hash: string;
  submitted_by: string | null;
  callback_url: string | null;
  plan: ExecutionPlan;
  inputs: JsonObject;
  software_version: string;
}

export interface SubmittedVersion {
  asset_id: string;
  ordinal: number;
  job_id: string;
  request_id: string;
  /** False when an identical submission was there before. */
  created: boolean;
}

/**
 * Takes a submission in: asset (if new), version, job with its plan, events, in one transaction. Submissions for one
 * asset wait for each other. The same submission again, at the same time or later, gives the same answer.
 *
 * @throws FaultError `request_id_conflict`, `asset_deleted`, `unresolved_version`, `data_type_conflict`
 */
export async function submitVersion(
  pool: pg.Pool,
  submission: Submission,
  actor: Actor,
  once: Once | null = null,
): Promise<SubmittedVersion> {
  const work = (client: pg.PoolClient) => submit(client, submission, actor);
  try {
    return await transactOnce(pool, once, work);
  } catch (error) {
    // Another asset's submission took the request id between our look and our write: look again.
    if (!isUniqueViolation(error, 'asset_versions_request')) throw error;
    return await transactOnce(pool, once, work);
  }
}

async function submit(client: pg.PoolClient, submission: Submission, actor: Actor): Promise<SubmittedVersion> {
  const asset = await lockAsset(client, assetId(submission.platform_id, submission.platform_refs), submission);
  const earlier = await answerOfEarlier(client, submission);
  if (earlier) return earlier;
  stepUnguarded('submit', asset);
  refuseOtherDataType(asset, submission.data_type);
  const ordinal = await nextOrdinal(client, asset.asset_id);
  const job_id = assetJobId(asset.asset_id, ordinal, 0);
  await insertVersion(client, submission, asset.asset_id, ordinal, job_id);
  if (!asset.created) await touchAsset(client, asset.asset_id);
  await insertFirstJob(client, submission, { asset_id: asset.asset_id, ordinal, job_id }, actor);
  await recordSubmission(client, submission, { asset, ordinal, job_id }, actor);
  return { asset_id: asset.asset_id, ordinal, job_id, request_id: submission.request_id, created: true };
}

async function answerOfEarlier(client: pg.PoolClient, submission: Submission): Promise<SubmittedVersion | undefined> {
  const earlier = await findSubmission(client, submission.platform_id, submission.request_id);
  if (earlier === undefined) return undefined;
  refuseOtherBody(earlier.request_hash, submission);
  return submittedBefore(submission.request_id, earlier);
}

/** What is answered to a submission that is there already. */
export function submittedBefore(
  request_id: string,
  { asset_id, ordinal, job_id }: EarlierSubmission,
): SubmittedVersion {
  return { asset_id, ordinal, job_id, request_id, created: false };
}

/** @throws FaultError `request_id_conflict` */
export function refuseOtherBody(earlierHash: string, submission: { request_id: string; request_hash: string }): void {
  if (earlierHash === submission.request_hash) return;
  throw new FaultError({
    code: 'request_id_conflict',
    message: `The request id ${JSON.stringify(submission.request_id)} was used before with another body. Send a new one, or the same body.`,
  });
}

function refuseOtherDataType(asset: LockedAsset, dataType: DataType): void {
  if (asset.data_type === dataType) return;
  throw new FaultError({
    code: 'data_type_conflict',
    message: `The asset ${asset.asset_id} holds ${asset.data_type} data; a version of it cannot be ${dataType}.`,
  });
}

async function insertVersion(
  client: pg.PoolClient,
  submission: Submission,
  assetId: string,
  ordinal: number,
  jobId: string,
): Promise<void> {
  await client.query(
    `INSERT INTO rhumbline.asset_versions
       (asset_id, ordinal, platform_id, version_label, current_job_id, request_id, request_hash, submitted_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[assetId, ordinal, submission.platform_id, submission.version_label, jobId],
      ...[submission.request_id, submission.request_hash, submission.submitted_by],
    ],
  );
}

async function insertFirstJob(
  client: pg.PoolClient,
  submission: Submission,
  { asset_id, ordinal, job_id }: { asset_id: string; ordinal: number; job_id: string },
  actor: Actor,
): Promise<void> {
  await insertJob(client, {
    job_id,
    asset: { asset_id, ordinal, revision: 0, platform_id: submission.platform_id },
    plan: submission.plan,
    inputs: submission.inputs,
    submitted_by: submission.submitted_by ?? actor.name,
    software_version: submission.software_version,
    correlation_id: null,
    callback_url: submission.callback_url,
    priority: DEFAULT_PRIORITY,
    idempotency_key: null,
  });
}

async function recordSubmission(
  client: pg.PoolClient,
  submission: Submission,
  made: { asset: LockedAsset; ordinal: number; job_id: string },
  actor: Actor,
): Promise<void> {
  const about = { actor, platform_id: submission.platform_id, asset_id: made.asset.asset_id };
  const version = { ...about, ordinal: made.ordinal, job_id: made.job_id };
  const { plan } = submission;
  await appendEvents(client, [
    ...(made.asset.created ? [{ ...about, kind: 'Asset:Created' as const, after: submission.platform_refs }] : []),
    {
      ...version,
      kind: 'AssetVersion:Submitted',
      after: { processing_state: 'queued', request: submission.request_id },
    },
    {
      ...version,
      kind: 'Job:Created',
      after: { state: 'pending', workflow_id: plan.workflow_id, version: plan.version, plan_hash: plan.plan_hash },
    },
  ]);
}
