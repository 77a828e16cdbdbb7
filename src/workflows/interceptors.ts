import type { WorkflowInterceptors } from '@temporalio/workflow';
import { Tracing } from './tracing.ts';
import { Unstarted } from './unstarted.ts';

/** What the SDK looks for in a bundle's interceptor modules: made anew for every run that a worker holds. */
export function interceptors(): WorkflowInterceptors {
  const tracing = new Tracing();
  return { inbound: [tracing], outbound: [tracing], internals: [new Unstarted()] };
}
