import type { Fault } from './fault.ts';

/** The Temporal workflow type that brings a callback to its receiver. */
export const DELIVER_WEBHOOK = 'deliverWebhook';
/** The activity type of one attempt at it. */
export const ATTEMPT_WEBHOOK = 'attempt_webhook';

/** The one argument of the workflow. What is sent, where to, and by which secrets is with the delivery's row. */
export interface DeliverWebhookInput {
  /** The header `webhook-id` as well. */
  delivery_id: string;
  /** 1, and one more each time that somebody asks for the delivery again. */
  round: number;
  platform_id: string;
  /** Milliseconds between the attempts, which are one more than these. */
  delays_ms: readonly number[];
}

export interface WebhookAttempt {
  delivery_id: string;
  round: number;
  /** From 1, within the round. */
  attempt: number;
  /** After this one the delivery is given up. */
  is_last: boolean;
}

/** `over`: somebody else has brought the delivery to its end, or to its next round. */
export interface WebhookAttempted {
  outcome: 'delivered' | 'to_retry' | 'dead' | 'over';
}

/** What the receiver made of an attempt: taken, or not, and whether another one can be of use. `status` is that of HTTP. */
export type WebhookResult =
  | { is_taken: true; status: number }
  | { is_taken: false; status: number | null; fault: Fault; is_final: boolean };

/** Temporal's Workflow ID of a round. */
export function webhookWorkflowId(deliveryId: string, round: number): string {
  return `webhook-${deliveryId}-${round}`;
}
