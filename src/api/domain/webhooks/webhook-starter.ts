import { claimWebhooks, releaseWebhooks } from '../../../assets/webhooks/claim-webhooks.ts';
import { type Repetition, repeat } from '../repeat.ts';
import type { DomainServices } from '../services.ts';
import { startWebhook } from './start-webhook.ts';

const INTERVAL_MS = 1_000;
/** Between two looks at a delivery that is on its way. */
const RECHECK_AFTER_MS = 15_000;
const BATCH = 50;

/**
 * Starts the workflows of callbacks once what they tell of is committed, whoever committed it, and those that were lost: as
 * the reconciler does with jobs. Several processes may: they share the rows among them.
 */
export function startWebhookStarter(services: DomainServices): Repetition {
  const { log } = services;
  return repeat(async () => {
    try {
      while ((await startSome(services)) === BATCH);
    } catch (err) {
      // The database or Temporal is away. The next round tries again.
      log.warn({ err }, 'Webhook:StartFailed');
    }
  }, INTERVAL_MS);
}

/** @returns how many it was about */
async function startSome(services: DomainServices): Promise<number> {
  const claimed = await claimWebhooks(services.pool, BATCH, RECHECK_AFTER_MS);
  const outcomes = await Promise.allSettled(claimed.map((delivery) => startWebhook(services, delivery)));
  const failed = outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [index] : []));
  if (failed.length === 0) return claimed.length;
  const left = claimed.filter((_, index) => failed.includes(index));
  await releaseWebhooks(services.pool, left);
  throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
}
