import { HANDLER_CATALOGUE } from '../src/activities/catalogue.ts';
import type { RunPlanInput } from '../src/plan/job.ts';
import type { ExecutionPlan } from '../src/plan/plan.ts';
import { compile } from '../src/yaml-compiler/compile.ts';

export type Env = Readonly<Record<string, string>>;

export function planOf(source: string): ExecutionPlan {
  const { plan, diagnostics } = compile(source, { file: 'bench.yaml', catalogue: HANDLER_CATALOGUE });
  if (!plan) throw new Error(JSON.stringify(diagnostics));
  return plan;
}

/** What the interpreter is given for a job that no database knows. */
export function inputOf(plan: ExecutionPlan, job_id: string, env: Env): RunPlanInput {
  const task_queues = { light: env.RHUMBLINE_TASK_QUEUE_LIGHT ?? '', heavy: env.RHUMBLINE_TASK_QUEUE_HEAVY ?? '' };
  return { job_id, attempt: 1, asset: null, plan, inputs: {}, task_queues, software_version: 'bench' };
}
