import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually, stackEnv } from '../../support/stack.ts';
import { type Answer, clientWith, GATEWAY } from './gateway.ts';

export const client = clientWith();

/** Runs a spec of the test's own and gives the job's id. */
export async function runSpec(spec: string, input_params: Record<string, unknown> = {}): Promise<string> {
  const answer = await client.post('/api/jobs/run', { spec, input_params, idempotency_key: randomUUID() });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return String(answer.body.job_id);
}

export function untilJob(jobId: string, state: string): Promise<Answer['body']> {
  return eventually(async () => {
    const { body } = await client.get(`/api/status/job/${jobId}`);
    assert.equal(body.state, state, JSON.stringify(body.error));
    return body;
  });
}

export interface Entry {
  kind: string;
  node_id: string | null;
  item_key: string | null;
  job_attempt: number;
  attempt: number | null;
  state: string | null;
  percent: number | null;
  error: { code: string } | null;
  event: { kind: string; actor: string; after: Record<string, unknown> | null } | null;
  occurred_at: string;
}

/** The whole timeline, in pages of 3. */
export async function timelineOf(jobId: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: unknown = null;
  do {
    const query = cursor === null ? '' : `&cursor=${cursor}`;
    const { status, body } = await client.get(`/api/jobs/${jobId}/timeline?limit=3${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    entries.push(...(body.entries as Entry[]));
    cursor = body.next_cursor;
  } while (cursor !== null);
  return entries;
}

export function nameOf({ kind, node_id, item_key, state, attempt, error, percent, event }: Entry): string {
  const place = [node_id, item_key].filter((part) => part !== null).join('/');
  return [event?.kind ?? kind, place, state, attempt, error?.code, percent].filter((part) => part ?? '').join(' ');
}

export async function follow(jobId: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${GATEWAY}/api/jobs/${jobId}/progress`, {
    headers: { 'X-API-Key': stackEnv('RHUMBLINE_API_KEY'), Accept: 'text/event-stream', ...headers },
  });
}

export const ONE_STEP = `
workflow_id: one_step
version: 1
inputs: { steps: { type: integer, default: 1 }, step_delay: { type: number, default: 0 } }
nodes:
  first: { handler: echo, params: { steps: "{{ inputs.steps }}", step_delay: "{{ inputs.step_delay }}" } }
  second: { handler: echo, depends_on: first }
`;

export const FAILS_ONCE = `
workflow_id: fails
version: 1
nodes:
  good: { handler: echo, params: { n: 1 } }
  bad: { handler: echo, depends_on: good, params: { fail_with: sorry }, retry: { max_attempts: 2, initial_delay: 10ms } }
  after: { handler: echo, params: { got: "{{ nodes.bad.output.echoed_params }}" } }
outputs: { got: "{{ nodes.after.output.echoed_params.got }}" }
`;
