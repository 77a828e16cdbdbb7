import { defineOperation } from './operation.ts';
import { approveBody, rejectBody } from './schemas/bodies.ts';
import { versionParams } from './schemas/parameters.ts';
import { reviewedVersion } from './schemas/replies.ts';

const REVIEW = { method: 'post', tag: 'Review', scope: 'review', params: versionParams } as const;

export const approveVersion = defineOperation({
  ...REVIEW,
  operation_id: 'approveVersion',
  summary: 'Approve a completed version',
  body: approveBody,
  reply: { status: 200, description: 'Approved.', schema: reviewedVersion },
  problems: ['version_not_found', 'version_not_completed', 'version_already_resolved'],
});

export const rejectVersion = defineOperation({
  ...REVIEW,
  operation_id: 'rejectVersion',
  summary: 'Reject a version that has come to an end',
  body: rejectBody,
  reply: { status: 200, description: 'Rejected.', schema: reviewedVersion },
  problems: ['version_not_found', 'version_not_finished', 'version_already_resolved'],
});
