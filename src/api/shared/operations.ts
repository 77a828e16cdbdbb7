import { defineOperation } from './operation.ts';
import { INPUT_PROBLEMS } from './problem-codes.ts';
import { approveBody, clearanceBody, rejectBody } from './schemas/bodies.ts';
import { assetParams, deleteQuery, versionParams } from './schemas/parameters.ts';
import { changedAsset, changedVersion } from './schemas/replies.ts';

/** What is done with versions and assets, which the gateway forwards and the domain API does. */

const REVIEW = { method: 'post', tag: 'Review', scope: 'review', params: versionParams, if_match: true } as const;
const ON_VERSION = ['version_not_found', 'asset_deleted', 'version_already_resolved'] as const;

export const approveVersion = defineOperation({
  ...REVIEW,
  operation_id: 'approveVersion',
  summary: 'Approve a completed version',
  description: 'What was decided is not changed. The highest approved version is the latest of its asset.',
  body: approveBody,
  reply: { status: 200, description: 'Approved.', schema: changedVersion },
  problems: [...ON_VERSION, 'version_not_completed'],
});

export const rejectVersion = defineOperation({
  ...REVIEW,
  operation_id: 'rejectVersion',
  summary: 'Reject a version that has come to an end',
  body: rejectBody,
  reply: { status: 200, description: 'Rejected.', schema: changedVersion },
  problems: [...ON_VERSION, 'version_not_finished'],
});

export const reprocessVersion = defineOperation({
  method: 'post',
  tag: 'Assets',
  scope: 'submit',
  params: versionParams,
  if_match: true,
  idempotency_key: true,
  operation_id: 'reprocessVersion',
  summary: 'Process a version anew, from the beginning',
  description:
    'The same version gets a new job under its next revision: the same inputs, by the workflow as it is now. Not while a ' +
    'job of it runs, and not once it is approved or rejected.',
  reply: { status: 202, description: 'Accepted; the version is queued.', schema: changedVersion },
  problems: [...ON_VERSION, 'version_not_finished', ...INPUT_PROBLEMS, 'item_belongs_to_another_asset'],
});

const CLEARANCE = {
  method: 'post',
  tag: 'Review',
  scope: 'review',
  params: assetParams,
  if_match: true,
  body: clearanceBody,
} as const;
const ON_ASSET = ['asset_not_found', 'asset_deleted'] as const;

export const markCleared = defineOperation({
  ...CLEARANCE,
  operation_id: 'markAssetCleared',
  summary: 'Clear an asset for official use only',
  reply: { status: 200, description: 'Cleared.', schema: changedAsset },
  problems: [...ON_ASSET, 'asset_already_cleared', 'asset_already_public'],
});

export const markPublic = defineOperation({
  ...CLEARANCE,
  operation_id: 'markAssetPublic',
  summary: 'Make a cleared asset public',
  description: 'It must have an approved version. Clearance is not taken back.',
  reply: { status: 200, description: 'Public.', schema: changedAsset },
  problems: [...ON_ASSET, 'asset_not_cleared', 'no_approved_version', 'asset_already_public'],
});

const PRESENCE = { tag: 'Assets', scope: 'review', params: assetParams, if_match: true } as const;

export const deleteAsset = defineOperation({
  ...PRESENCE,
  method: 'delete',
  operation_id: 'deleteAsset',
  summary: 'Delete an asset',
  description:
    'It can be restored: nothing is removed, and its references keep naming it. Refused while a job of it runs, unless ' +
    'that is to be cancelled.',
  query: deleteQuery,
  reply: { status: 200, description: 'Deleted.', schema: changedAsset },
  problems: [...ON_ASSET, 'job_running'],
});

export const restoreAsset = defineOperation({
  ...PRESENCE,
  method: 'post',
  operation_id: 'restoreAsset',
  summary: 'Restore a deleted asset as it was',
  reply: { status: 200, description: 'Restored.', schema: changedAsset },
  problems: ['asset_not_found', 'asset_not_deleted'],
});
