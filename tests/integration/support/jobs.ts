import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '../../support/stack.ts';
import { type Answer, type Client, clientWith } from './gateway.ts';

/** Runs a spec of the test's own, through the gateway, and gives the job's id. */
export async function runSpec(
  spec: string,
  input_params: Record<string, unknown> = {},
  client: Client = clientWith(),
): Promise<string> {
  const answer = await client.post('/api/jobs/run', { spec, input_params, idempotency_key: randomUUID() });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return String(answer.body.job_id);
}

/** The job as the gateway gives it, once it is in a state. */
export function untilJob(
  jobId: string,
  state: string,
  withinMs = 30_000,
  client: Client = clientWith(),
): Promise<Answer['body']> {
  return eventually(async () => {
    const { body } = await client.get(`/api/status/job/${jobId}`);
    assert.equal(body.state, state, JSON.stringify(body.error));
    return body;
  }, withinMs);
}
