import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { FaultError } from '../plan/fault.ts';
import { type Actor, appendEvents } from './events.ts';
import { type LockedVersion, lockVersion, type VersionRef } from './lock-version.ts';
import { type ApprovalState, type ProcessingState, type Review, type ReviewRefusal, reviewRefusal } from './states.ts';

export interface ReviewDecision extends VersionRef {
  review: Review;
  /** Who decided; the actor when the client names nobody. */
  reviewer: string;
  rejection_reason: string | null;
}

export interface ReviewedVersion {
  asset_id: string;
  version_ordinal: number;
  approval_state: ApprovalState;
  processing_state: ProcessingState;
}

const DECIDED = {
  approve: { state: 'approved', event: 'AssetVersion:Approved' },
  reject: { state: 'rejected', event: 'AssetVersion:Rejected' },
} as const satisfies Record<Review, { state: ApprovalState; event: string }>;

/** What approving and rejecting share: one transaction with the rule, the row and the event. */
export function reviewVersion(pool: pg.Pool, decision: ReviewDecision, actor: Actor): Promise<ReviewedVersion> {
  return withTransaction(pool, async (client) => {
    const version = await lockVersion(client, decision);
    const refusal = reviewRefusal(decision.review, version);
    if (refusal !== null) throw new FaultError({ code: refusal, message: REFUSALS[refusal](version) });
    const { state, event } = DECIDED[decision.review];
    await client.query(
      `UPDATE rhumbline.asset_versions
       SET approval_state = $3, reviewer = $4, reviewed_at = now(), rejection_reason = $5,
           row_version = row_version + 1, updated_at = now()
       WHERE asset_id = $1 AND ordinal = $2`,
      [version.asset_id, version.ordinal, state, decision.reviewer, decision.rejection_reason],
    );
    await appendEvents(client, [
      {
        kind: event,
        actor,
        platform_id: version.platform_id,
        asset_id: version.asset_id,
        ordinal: version.ordinal,
        job_id: version.current_job_id,
        before: { approval_state: version.approval_state },
        after: { approval_state: state, reviewer: decision.reviewer, rejection_reason: decision.rejection_reason },
      },
    ]);
    return {
      asset_id: version.asset_id,
      version_ordinal: version.ordinal,
      approval_state: state,
      processing_state: version.processing_state,
    };
  });
}

const REFUSALS: Readonly<Record<ReviewRefusal, (version: LockedVersion) => string>> = {
  version_already_resolved: ({ ordinal, approval_state }) =>
    `Version ${ordinal} is ${approval_state} already; a decision is not changed.`,
  version_not_completed: ({ ordinal, processing_state }) =>
    `Version ${ordinal} is ${processing_state}; only a completed version can be approved.`,
  version_not_finished: ({ ordinal, processing_state }) =>
    `Version ${ordinal} is ${processing_state}; cancel its job or wait for the end before rejecting it.`,
};
