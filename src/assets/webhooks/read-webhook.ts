import type { Queryable } from '../../db/pool.ts';
import type { SealFor } from '../../db/sealed.ts';
import { readWebhookSecrets } from './read-webhook-secrets.ts';

export interface WebhookContent {
  url: string;
  body: string;
  /** Newest first. */
  secrets: string[];
}

/**
 * What a delivery sends; undefined when the round is over.
 *
 * @throws FaultError `webhook_secret_unreadable`
 */
export async function readWebhook(
  db: Queryable,
  seals: SealFor,
  { delivery_id, round }: { delivery_id: string; round: number },
): Promise<WebhookContent | undefined> {
  const { rows } = await db.query<{ url: string; body: string; platform_id: string }>(
    `SELECT url, body, platform_id FROM rhumbline.webhook_deliveries
     WHERE delivery_id = $1 AND round = $2 AND state = 'pending'`,
    [delivery_id, round],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const { url, body, platform_id } = row;
  return { url, body, secrets: await readWebhookSecrets(db, seals, platform_id) };
}
