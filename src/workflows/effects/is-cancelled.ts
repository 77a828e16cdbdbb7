import { ActivityFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';

/**
 * True for the error of what was cancelled; also of an activity whose worker died, or whose time was over, after it had been asked
 * to end: it would have been tried again, had nobody asked.
 */
export function isCancelled(error: unknown): boolean {
  return isCancellation(error) || isLostOnTheWay(error);
}

function isLostOnTheWay(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  return error.retryState === 'CANCEL_REQUESTED' && error.cause instanceof TimeoutFailure;
}
