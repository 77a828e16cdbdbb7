import type pg from 'pg';
import type { VersionState } from './transitions/version.ts';
import { stepVersion } from './transitions/version-refusal.ts';

/**
 * The ordinal of an asset's next version. The asset's row must be locked.
 *
 * @throws FaultError `unresolved_version` while the last version awaits its review
 */
export async function nextOrdinal(client: pg.PoolClient, assetId: string): Promise<number> {
  const { rows } = await client.query<VersionState & { ordinal: number }>(
    `SELECT ordinal, approval_state, processing_state FROM rhumbline.asset_versions
     WHERE asset_id = $1 ORDER BY ordinal DESC LIMIT 1`,
    [assetId],
  );
  const last = rows[0];
  if (last === undefined) return 1;
  stepVersion('submit_next', last);
  return last.ordinal + 1;
}
