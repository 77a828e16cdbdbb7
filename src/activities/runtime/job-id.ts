import type { Info } from '@temporalio/activity';
import { RUN_ITEMS } from '../../plan/job.ts';

/** The job that an activity works for, or the id of the child workflow that runs another spec for it. */
export function jobIdOf({ workflowExecution, workflowType, activityId }: Info): string {
  return runOf(workflowExecution?.workflowId ?? activityId, workflowType);
}

/** The same by a workflow's id and type. */
export function runOf(workflowId: string, workflowType: string | undefined): string {
  // A batch of a fan-out's items, `<job>/<node>/<batch>`, is for no one to see: where an item runs may not change what it does.
  return workflowType === RUN_ITEMS ? workflowId.split('/').slice(0, -2).join('/') : workflowId;
}
