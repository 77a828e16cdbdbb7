/** What the worker bundles: every export is a workflow type. */

export { deliverWebhook } from './deliver-webhook.ts';
export { keepRetention } from './keep-retention.ts';
export { runItems } from './run-items.ts';
export { runPlan } from './run-plan.ts';
export { submitScheduled } from './submit-scheduled.ts';
