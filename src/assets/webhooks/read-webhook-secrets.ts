import type { Queryable } from '../../db/pool.ts';
import type { SealFor } from '../../db/sealed.ts';
import { FaultError } from '../../plan/fault.ts';

/**
 * What a platform's callbacks are signed with: its newest secret, and the one before for as long as they overlap.
 *
 * @throws FaultError `webhook_secret_unreadable`
 */
export async function readWebhookSecrets(db: Queryable, seals: SealFor, platformId: string): Promise<string[]> {
  const { rows } = await db.query<{ sealed: string }>(
    `SELECT sealed FROM rhumbline.webhook_secrets
     WHERE platform_id = $1 AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at DESC`,
    [platformId],
  );
  try {
    return rows.map(({ sealed }) => seals(platformId).open(sealed));
  } catch (cause) {
    const message = `A signing secret of the platform ${platformId} was kept under another RHUMBLINE_WEBHOOK_KEY. Bring that key back, or give the platform a new secret without overlap.`;
    throw new FaultError({ code: 'webhook_secret_unreadable', message }, { retryable: true, cause });
  }
}

export async function hasWebhookSecret(db: Queryable, platformId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT FROM rhumbline.webhook_secrets WHERE platform_id = $1 AND expires_at IS NULL',
    [platformId],
  );
  return rowCount !== 0;
}
