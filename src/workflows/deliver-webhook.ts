import { proxyActivities, setWorkflowOptions, sleep, workflowInfo } from '@temporalio/workflow';
import {
  ATTEMPT_WEBHOOK,
  type DeliverWebhookInput,
  type WebhookAttempt,
  type WebhookAttempted,
} from '../plan/webhook.ts';

interface Attempts {
  [ATTEMPT_WEBHOOK](attempt: WebhookAttempt): Promise<WebhookAttempted>;
}

/**
 * Tried again where the attempt could not be made or noted, however long the database is away. After all other work: a
 * receiver waits, jobs do not.
 */
const attempts = proxyActivities<Attempts>({
  startToCloseTimeout: '60s',
  priority: { priorityKey: 5 },
  retry: { initialInterval: '1s', maximumInterval: '60s' },
});

// It lasts for days and is short: no worker of an older version is kept for its sake. A worker without a version must not say so:
// the server would refuse what it does.
setWorkflowOptions(
  () => (workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'AUTO_UPGRADE' } : {}),
  deliverWebhook,
);

/** Brings a callback to its receiver, or to the dead letters: so many attempts, with the given times between them. */
export async function deliverWebhook(input: DeliverWebhookInput): Promise<WebhookAttempted['outcome']> {
  const { delivery_id, round, delays_ms } = input;
  for (let attempt = 1; ; attempt += 1) {
    const delay = delays_ms[attempt - 1];
    const { outcome } = await attempts[ATTEMPT_WEBHOOK]({ delivery_id, round, attempt, is_last: delay === undefined });
    if (outcome !== 'to_retry' || delay === undefined) return outcome;
    await sleep(delay);
  }
}
