/** What the worker bundles: every export is a workflow type. */
export { runPlan } from './run-plan.ts';
