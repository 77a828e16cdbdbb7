import type { WorkflowInterceptors } from '@temporalio/workflow';
import { Unstarted } from './unstarted.ts';

/** What the SDK looks for in a bundle's interceptor modules: made anew for every run that a worker holds. */
export function interceptors(): WorkflowInterceptors {
  return { internals: [new Unstarted()] };
}
