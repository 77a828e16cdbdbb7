import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents, type EventKind } from '../events.ts';
import { type RowVersions, refuseStale } from '../row-version.ts';
import { PLATFORM_COLUMNS, type PlatformView, platformView } from './platform-view.ts';

/** What is undefined stays as it is. */
export interface PlatformUpdate {
  platform_id: string;
  display_name: string | undefined;
  optional_refs: readonly string[] | undefined;
  /** False: nothing is submitted for it any more. What is there stays, and is reviewed. */
  is_active: boolean | undefined;
  expected?: RowVersions | null;
}

/** @throws FaultError `platform_not_found`, `stale_if_match`, `platform_ref_in_use`, `invalid_platform_refs` */
export function updatePlatform(pool: pg.Pool, update: PlatformUpdate, actor: Actor): Promise<PlatformView> {
  return withTransaction(pool, async (client) => {
    const before = await lockPlatform(client, update.platform_id);
    refuseStale(`The platform ${before.platform_id}`, before.row_version, update.expected);
    const { display_name = before.display_name, optional_refs = before.optional_refs } = update;
    const { is_active = before.is_active } = update;
    await refuseRefs(client, before, optional_refs);
    const { rows } = await client.query(
      `UPDATE rhumbline.platforms
       SET display_name = $2, optional_refs = $3, is_active = $4, row_version = row_version + 1, updated_at = now()
       WHERE platform_id = $1 RETURNING ${PLATFORM_COLUMNS}`,
      [before.platform_id, display_name, optional_refs, is_active],
    );
    const after = platformView(rows[0]);
    const trail = { actor, platform_id: after.platform_id, before: changeable(before), after: changeable(after) };
    await appendEvents(client, [{ kind: eventOf(before, after), ...trail }]);
    return after;
  });
}

async function lockPlatform(client: pg.PoolClient, platformId: string): Promise<PlatformView> {
  const { rows } = await client.query(
    `SELECT ${PLATFORM_COLUMNS} FROM rhumbline.platforms WHERE platform_id = $1 FOR NO KEY UPDATE`,
    [platformId],
  );
  if (rows[0] !== undefined) return platformView(rows[0]);
  throw new FaultError({ code: 'platform_not_found', message: `There is no platform ${JSON.stringify(platformId)}.` });
}

/** A reference that names assets is needed to name them again. */
async function refuseRefs(client: pg.PoolClient, before: PlatformView, optionalRefs: readonly string[]): Promise<void> {
  const both = optionalRefs.filter((ref) => before.required_refs.includes(ref));
  if (both.length > 0) {
    const message = `${both.join(', ')}: a reference that is required is not optional as well.`;
    throw new FaultError({ code: 'invalid_platform_refs', message });
  }
  const removed = before.optional_refs.filter((ref) => !optionalRefs.includes(ref));
  if (removed.length === 0) return;
  const { rows } = await client.query<{ ref: string }>(
    `SELECT ref FROM unnest($2::text[]) AS ref
     WHERE EXISTS (SELECT FROM rhumbline.assets WHERE platform_id = $1 AND platform_refs ? ref)`,
    [before.platform_id, removed],
  );
  if (rows.length === 0) return;
  throw new FaultError({
    code: 'platform_ref_in_use',
    message: `Assets of the platform are named by ${rows.map(({ ref }) => ref).join(', ')}: it cannot be taken away.`,
  });
}

function eventOf(before: PlatformView, after: PlatformView): EventKind {
  if (before.is_active === after.is_active) return 'Platform:Updated';
  return after.is_active ? 'Platform:Activated' : 'Platform:Deactivated';
}

function changeable({ display_name, optional_refs, is_active }: PlatformView) {
  return { display_name, optional_refs, is_active };
}
