import { randomBytes } from 'node:crypto';
import { createSeals, type SealFor } from '../../db/sealed.ts';

/** 256 random bits, written as Standard Webhooks has them. */
export function mintWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * How secrets are kept, each for its platform alone.
 *
 * @param webhookKey the same for the domain API, which writes them, and the worker, which signs by them
 */
export function webhookSeals(webhookKey: string): SealFor {
  return createSeals(new TextEncoder().encode(webhookKey), 'rhumbline webhook secrets 1');
}
