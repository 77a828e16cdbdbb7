import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import type { Actor } from '../../../assets/events.ts';
import type { PendingWebhook } from '../../../assets/webhooks/claim-webhooks.ts';
import { recordLostWebhook } from '../../../assets/webhooks/record-webhook-attempt.ts';
import { DELIVER_WEBHOOK, type DeliverWebhookInput, webhookWorkflowId } from '../../../plan/webhook.ts';
import { webhookTags } from '../../../workflows/tags.ts';
import type { DomainServices } from '../services.ts';
import { withDeadline } from '../temporal/deadline.ts';

const RECONCILER: Actor = { name: 'reconciler', request_id: null };

/**
 * Sees to it that a delivery that is pending has its workflow. However often it is called, there is one a round; where that
 * has ended and the delivery has not, somebody ended it from outside.
 *
 * @throws whatever the client does when Temporal cannot be reached; nothing has changed then
 */
export async function startWebhook(services: DomainServices, delivery: PendingWebhook): Promise<void> {
  const { temporal, task_queues, webhooks, pool, log } = services;
  const input: DeliverWebhookInput = { ...delivery, delays_ms: webhooks.delays_ms };
  const options = {
    workflowId: webhookWorkflowId(delivery.delivery_id, delivery.round),
    taskQueue: task_queues.light,
    args: [input] as [DeliverWebhookInput],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    typedSearchAttributes: webhookTags(delivery),
    staticSummary: `callback ${delivery.delivery_id} to ${delivery.platform_id}`,
  };
  try {
    await withDeadline(temporal, () => temporal.workflow.start(DELIVER_WEBHOOK, options));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const isLost = await recordLostWebhook(pool, delivery, RECONCILER);
    if (isLost) log.error({ ...delivery }, 'Webhook:Lost');
  }
}
