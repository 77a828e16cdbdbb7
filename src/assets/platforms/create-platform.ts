import type pg from 'pg';
import { isUniqueViolation } from '../../db/transaction.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents } from '../events.ts';
import type { Once } from '../idempotency/once.ts';
import { transactOnce } from '../idempotency/transact-once.ts';
import { PLATFORM_COLUMNS, type PlatformView, platformView } from './platform-view.ts';

export interface NewPlatform {
  platform_id: string;
  display_name: string;
  /** What identifies an asset, for ever: they cannot be changed. */
  required_refs: readonly string[];
  optional_refs: readonly string[];
}

/** @throws FaultError `platform_exists` */
export async function createPlatform(
  pool: pg.Pool,
  platform: NewPlatform,
  actor: Actor,
  once: Once | null = null,
): Promise<PlatformView> {
  const { platform_id, display_name, required_refs, optional_refs } = platform;
  try {
    return await transactOnce(pool, once, async (client) => {
      const { rows } = await client.query(
        `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs, optional_refs)
         VALUES ($1, $2, $3, $4) RETURNING ${PLATFORM_COLUMNS}`,
        [platform_id, display_name, required_refs, optional_refs],
      );
      const after = { display_name, required_refs: [...required_refs], optional_refs: [...optional_refs] };
      await appendEvents(client, [{ kind: 'Platform:Created', actor, platform_id, after }]);
      return platformView(rows[0]);
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'platforms_pkey')) throw error;
    throw new FaultError({ code: 'platform_exists', message: `There is a platform ${platform_id} already.` });
  }
}
