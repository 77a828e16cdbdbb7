import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { stackEnv } from '../support/stack.ts';
import { client } from './support/jobs.ts';

/** As much to compile as a spec may be, and a fault at its end: no job comes of it. */
const POISON = `workflow_id: poison
version: 1
inputs: { n: { type: integer } }
nodes:
  a: { handler: echo, params: { ${Array.from({ length: 8_000 }, (_, index) => `p${index}: "{{ inputs.n + ${index} }}"`).join(', ')} } }
outputs: { o: "{{ nodes.b.output }}" }
`;
const AT_ONCE = 3;
const ROUNDS = 15;

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

async function sendPoison(): Promise<void> {
  const { status, body } = await client.post('/api/jobs/run', { spec: POISON, input_params: {} });
  assert.deepEqual([status, body.code], [422, 'invalid_workflow'], JSON.stringify(body).slice(0, 500));
}

async function isAlive(): Promise<void> {
  const answer = await fetch(`${stackEnv('RHUMBLINE_DOMAIN_URL')}/health/live`);
  assert.equal(answer.status, 200);
  await answer.text();
}

async function submit(): Promise<void> {
  const { status, body } = await client.post('/api/gateway/submit', {
    ...{ workflow_id: 'echo_test', input_params: { message: 'quick' }, idempotency_key: randomUUID() },
  });
  assert.equal(status, 202, JSON.stringify(body));
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/**
 * Relative to what one poison spec takes here and now: where the thread that answers compiled it, whoever asks meanwhile would wait
 * for that, and for the others before it, at each of its steps.
 */
test('while specs that take long to compile come again and again, the domain API answers others at once', async (t) => {
  await sendPoison();
  const poison = Math.min(await milliseconds(sendPoison), await milliseconds(sendPoison));
  const stop = new AbortController();
  let sent = 0;
  const loop = async () => {
    for (; !stop.signal.aborted; sent += 1) await sendPoison();
  };
  const loops = Array.from({ length: AT_ONCE }, loop);
  const [alive, submitted]: [number[], number[]] = [[], []];
  try {
    while (alive.length < ROUNDS || sent < AT_ONCE) {
      alive.push(await milliseconds(isAlive));
      submitted.push(await milliseconds(submit));
    }
  } finally {
    stop.abort();
    await Promise.all(loops);
  }
  const [live, plain] = [median(alive), median(submitted)];
  t.diagnostic(
    `${sent} poison specs, one alone ${poison.toFixed(0)} ms; live ${live.toFixed(1)} ms, submit ${plain.toFixed(0)} ms`,
  );
  assert.ok(live < poison / 4, `alive in ${live} ms, poison in ${poison} ms`);
  assert.ok(plain < 3 * poison, `submitted in ${plain} ms, poison in ${poison} ms`);
});
