import type { WebhookAttempt, WebhookAttempted, WebhookResult } from '../../plan/webhook.ts';
import type { Activity, ActivityContext } from '../activity.ts';
import { attemptWebhookContract } from './contract.ts';
import { resultOfError, resultOfStatus } from './outcome-of.ts';
import { postCallback } from './post.ts';
import type { ReceiverPolicy } from './receiver.ts';
import { signedHeaders } from './sign.ts';

/** What is to be sent, and by which secrets it is signed. */
export interface WebhookToSend {
  url: string;
  body: string;
  secrets: readonly string[];
}

export interface AttemptWebhookServices {
  /** undefined when the round is over. */
  readDelivery(attempt: WebhookAttempt): Promise<WebhookToSend | undefined>;
  /** The asset service's operation; the same attempt twice is recorded once. */
  recordAttempt(attempt: WebhookAttempt, result: WebhookResult): Promise<WebhookAttempted['outcome']>;
  policy: ReceiverPolicy;
  software_version: string;
}

const TIMEOUT_MS = 15_000;

/** Only what goes wrong on our side makes it fail, and is tried again at once: what the receiver does is a result. */
export function createAttemptWebhook(
  services: AttemptWebhookServices,
): Activity<typeof attemptWebhookContract.input, typeof attemptWebhookContract.output> {
  return {
    contract: attemptWebhookContract,
    async run(attempt, context) {
      const webhook = await services.readDelivery(attempt);
      if (webhook === undefined) return { outcome: 'over' };
      const result = await send(attempt.delivery_id, webhook, services, context);
      const outcome = await services.recordAttempt(attempt, result);
      const code = result.is_taken ? {} : { code: result.fault.code };
      const { delivery_id, round, attempt: number } = attempt;
      context.log.info({ delivery_id, round, number, outcome, status: result.status, ...code }, 'Webhook:Attempted');
      return { outcome };
    },
  };
}

async function send(
  deliveryId: string,
  { url, body, secrets }: WebhookToSend,
  { policy, software_version }: AttemptWebhookServices,
  { signal }: ActivityContext,
): Promise<WebhookResult> {
  const signed = signedHeaders(deliveryId, new Date(), body, secrets);
  const headers = { ...signed, 'User-Agent': `Rhumbline/${software_version}` };
  try {
    return resultOfStatus(await postCallback({ url, headers, body }, { policy, signal, timeout_ms: TIMEOUT_MS }));
  } catch (error) {
    signal.throwIfAborted();
    return resultOfError(error);
  }
}
