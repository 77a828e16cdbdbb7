import type pg from 'pg';
import type { Actor } from './events.ts';
import type { VersionRef } from './lock-version.ts';
import { type ChangedVersion, reviewVersion } from './review-version.ts';

export interface Rejection extends VersionRef {
  reviewer: string;
  rejection_reason: string;
}

/** @throws FaultError `version_not_found`, `stale_if_match`, `asset_deleted`, `version_not_finished`, `version_already_resolved` */
export function rejectVersion(pool: pg.Pool, rejection: Rejection, actor: Actor): Promise<ChangedVersion> {
  return reviewVersion(pool, { ...rejection, review: 'reject' }, actor);
}
