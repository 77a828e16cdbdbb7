import { proxyActivities } from '@temporalio/workflow';
import type { JobReport } from '../../src/plan/job.ts';
import type { JsonObject, JsonValue } from '../../src/plan/json.ts';

export { runPlan } from '../../src/workflows/run-plan.ts';

interface Activities {
  echo(input: JsonObject): Promise<JsonValue>;
  record_outcome(report: JobReport): Promise<unknown>;
}

const { echo, record_outcome } = proxyActivities<Activities>({ startToCloseTimeout: '1m' });

/** What somebody would write who needs just this: the layers one after the other, each in parallel, and the outcome recorded. */
export async function handWritten(job_id: string, layers: readonly number[]): Promise<void> {
  for (const size of layers) {
    await Promise.all(Array.from({ length: size }, () => echo({ message: 'hi' })));
  }
  await record_outcome({
    job_id,
    attempt: 1,
    sequence: 1,
    state: 'completed',
    is_paused: false,
    percent: 100,
    nodes: [],
    result: null,
    fault: null,
  });
}
