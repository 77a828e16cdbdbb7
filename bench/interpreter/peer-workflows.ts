import { proxyActivities } from '@temporalio/workflow';
import type { JobReport } from '../../src/plan/job.ts';
import type { JsonObject, JsonValue } from '../../src/plan/json.ts';

interface Activities {
  echo(input: JsonObject): Promise<JsonValue>;
  echo_many(count: number): Promise<JsonValue[]>;
  record_outcome(report: JobReport): Promise<unknown>;
}

const { echo, echo_many, record_outcome } = proxyActivities<Activities>({ startToCloseTimeout: '1m' });

/** What somebody would write who needs just this: layers of activities, `window` at a time, and the outcome recorded. */
export async function handWritten(
  job_id: string,
  layers: readonly number[],
  window: number,
  params: JsonObject = { message: 'hi' },
): Promise<void> {
  for (const size of layers) await windowed(size, window, () => echo(params));
  await record_outcome(reportOf(job_id));
}

/** The same with items in chunks, ten at a time. */
export async function handWrittenChunked(job_id: string, items: number, size: number): Promise<void> {
  await windowed(Math.ceil(items / size), 10, (chunk) => echo_many(Math.min(size, items - chunk * size)));
  await record_outcome(reportOf(job_id));
}

async function windowed(count: number, width: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}

function reportOf(job_id: string): JobReport {
  return {
    job_id,
    attempt: 1,
    sequence: 1,
    state: 'completed',
    is_paused: false,
    percent: 100,
    nodes: [],
    result: null,
    fault: null,
  };
}
