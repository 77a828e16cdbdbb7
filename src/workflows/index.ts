/** What the worker bundles: every export is a workflow type. */

export { runItems } from './run-items.ts';
export { runPlan } from './run-plan.ts';
export { submitScheduled } from './submit-scheduled.ts';
