import type { Fault } from '../fault.ts';
import type { RunPlanInput, RunPlanResult } from '../job.ts';
import type { Scope } from '../template/evaluate.ts';
import type { EarlyEnd } from './end-conditions.ts';
import { provenanceOf } from './job-scope.ts';
import { outputsOf } from './outputs.ts';

export type JobOutcome =
  | { state: 'completed'; result: RunPlanResult }
  | { state: 'failed' | 'cancelled'; fault: Fault };

export interface Ending {
  /** What was decided before all nodes were settled. */
  decided: EarlyEnd | undefined;
  /** Of the nodes. */
  firstFault: Fault | undefined;
  /** Of a node at least. */
  isCancelled: boolean;
  scope: Scope;
  /** RFC 3339, UTC. */
  ended_at: string;
}

/** What a job has come to. @throws what the templates of its outputs throw */
export function outcomeOf(input: RunPlanInput, ending: Ending): JobOutcome {
  const { decided, firstFault, isCancelled, scope, ended_at } = ending;
  if (decided?.state === 'failed') return decided;
  // What fails after it is decided that the job completes, fails as that stops it.
  if (firstFault && !decided) return { state: 'failed', fault: firstFault };
  if (isCancelled && !decided) {
    return { state: 'cancelled', fault: { code: 'cancelled', message: 'The job was cancelled.' } };
  }
  const outputs = outputsOf(input.plan.outputs, scope, { endedEarly: decided !== undefined });
  return { state: 'completed', result: { outputs, _provenance: provenanceOf(input, ended_at) } };
}
