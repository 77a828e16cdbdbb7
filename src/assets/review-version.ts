import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { type Actor, appendEvents } from './events.ts';
import { lockVersion, touchAsset, type VersionRef } from './lock-version.ts';
import type { ApprovalState, ProcessingState } from './states.ts';
import { stepVersion } from './transitions/version-refusal.ts';

export type Review = 'approve' | 'reject';

export interface ReviewDecision extends VersionRef {
  review: Review;
  /** Who decided; the actor when the client names nobody. */
  reviewer: string;
  rejection_reason: string | null;
}

/** A version as the answer to a change tells of it. */
export interface ChangedVersion {
  asset_id: string;
  version_ordinal: number;
  approval_state: ApprovalState;
  processing_state: ProcessingState;
  revision: number;
  row_version: number;
}

const EVENTS = { approve: 'AssetVersion:Approved', reject: 'AssetVersion:Rejected' } as const;

/** What approving and rejecting share: one transaction with the rule, the row and the event. */
export function reviewVersion(pool: pg.Pool, decision: ReviewDecision, actor: Actor): Promise<ChangedVersion> {
  return withTransaction(pool, async (client) => {
    const version = await lockVersion(client, decision);
    const { asset_id, ordinal, platform_id, revision, current_job_id } = version;
    const { processing_state, approval_state } = stepVersion(decision.review, version);
    await client.query(
      `UPDATE rhumbline.asset_versions
       SET approval_state = $3, reviewer = $4, reviewed_at = now(), rejection_reason = $5,
           row_version = row_version + 1, updated_at = now()
       WHERE asset_id = $1 AND ordinal = $2`,
      [asset_id, ordinal, approval_state, decision.reviewer, decision.rejection_reason],
    );
    await touchAsset(client, asset_id);
    await appendEvents(client, [
      {
        kind: EVENTS[decision.review],
        ...{ actor, platform_id, asset_id, ordinal, job_id: current_job_id },
        before: { approval_state: version.approval_state },
        after: { approval_state, reviewer: decision.reviewer, rejection_reason: decision.rejection_reason },
      },
    ]);
    const row_version = version.row_version + 1;
    return { asset_id, version_ordinal: ordinal, approval_state, processing_state, revision, row_version };
  });
}
