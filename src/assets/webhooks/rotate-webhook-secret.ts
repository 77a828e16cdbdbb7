import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { SealFor } from '../../db/sealed.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents } from '../events.ts';
import type { Once } from '../idempotency/once.ts';
import { transactOnce } from '../idempotency/transact-once.ts';
import { timeOf, timeOrNull } from '../reads/time.ts';
import { mintWebhookSecret } from './secret.ts';

export interface SecretRotation {
  platform_id: string;
  /** So long the secret before goes on being signed with. */
  overlap_seconds: number;
  /** The platform that the caller is bound to; null for one that may act for any. */
  only_platform: string | null;
}

/** The secret is told this once. */
export interface MintedWebhookSecret {
  platform_id: string;
  secret: string;
  created_at: string;
  /** Until when callbacks are signed with the secret before as well; null where there was none. */
  previous_until: string | null;
}

/**
 * Gives a platform its signing secret, or the next one. There are never more than two: one that was on its way out already
 * ends at once.
 *
 * @throws FaultError `platform_not_found`, also when it is not the caller's
 */
export function rotateWebhookSecret(
  pool: pg.Pool,
  seals: SealFor,
  { platform_id, overlap_seconds, only_platform }: SecretRotation,
  actor: Actor,
  once: Once | null = null,
): Promise<MintedWebhookSecret> {
  return transactOnce(pool, once, async (client) => {
    await lockPlatform(client, platform_id, only_platform);
    const previous_until = timeOrNull(await retire(client, platform_id, overlap_seconds));
    const secret = mintWebhookSecret();
    const { rows } = await client.query<{ created_at: Date }>(
      `INSERT INTO rhumbline.webhook_secrets (secret_id, platform_id, sealed) VALUES ($1, $2, $3) RETURNING created_at`,
      [randomUUID(), platform_id, seals(platform_id).seal(secret)],
    );
    const kind = previous_until === null ? 'WebhookSecret:Created' : 'WebhookSecret:Rotated';
    await appendEvents(client, [{ kind, actor, platform_id, after: { previous_until } }]);
    return { platform_id, secret, created_at: timeOf(rows[0]?.created_at ?? new Date()), previous_until };
  });
}

async function lockPlatform(client: pg.PoolClient, platformId: string, only: string | null): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM rhumbline.platforms WHERE platform_id = $1 FOR NO KEY UPDATE', [
    platformId,
  ]);
  if (rowCount !== 0 && (only === null || only === platformId)) return;
  throw new FaultError({ code: 'platform_not_found', message: `There is no platform ${JSON.stringify(platformId)}.` });
}

/** @returns until when the newest one goes on */
async function retire(client: pg.PoolClient, platformId: string, overlapSeconds: number): Promise<Date | null> {
  await client.query(
    'UPDATE rhumbline.webhook_secrets SET expires_at = now() WHERE platform_id = $1 AND expires_at > now()',
    [platformId],
  );
  const { rows } = await client.query<{ expires_at: Date }>(
    `UPDATE rhumbline.webhook_secrets SET expires_at = now() + $2 * interval '1 second'
     WHERE platform_id = $1 AND expires_at IS NULL RETURNING expires_at`,
    [platformId, overlapSeconds],
  );
  return rows[0]?.expires_at ?? null;
}
