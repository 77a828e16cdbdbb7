import type pg from 'pg';
import type { Actor } from './events.ts';
import type { VersionRef } from './lock-version.ts';
import { type ChangedVersion, reviewVersion } from './review-version.ts';

export interface Approval extends VersionRef {
  reviewer: string;
}

/** @throws FaultError `version_not_found`, `stale_if_match`, `asset_deleted`, `version_not_completed`, `version_already_resolved` */
export function approveVersion(pool: pg.Pool, approval: Approval, actor: Actor): Promise<ChangedVersion> {
  return reviewVersion(pool, { ...approval, review: 'approve', rejection_reason: null }, actor);
}
