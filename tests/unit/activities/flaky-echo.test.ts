import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import type { ActivityContext } from '../../../src/activities/activity.ts';
import { createFlakyEcho } from '../../../src/activities/flaky_echo/activity.ts';
import { FaultError } from '../../../src/plan/fault.ts';
import type { JsonObject } from '../../../src/plan/json.ts';

const { contract, run } = createFlakyEcho();

async function echo(params: JsonObject, attempt = 1, item_key: string | null = null): Promise<unknown> {
  const context: ActivityContext = {
    ...{ job_id: 'j', node_id: 'n', item_key, attempt },
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
    heartbeat: () => {},
    checkpoint: () => undefined,
    scratch: async () => '/nowhere',
  };
  return run(contract.input.parse(params), context).catch((error: unknown) => {
    assert.ok(error instanceof FaultError);
    return [error.fault.code, error.retryable];
  });
}
const failures = async (params: JsonObject, keys: number, attempt = 1) => {
  const outcomes = await Promise.all(
    Array.from({ length: keys }, (_, key) => echo({ message: 'm', ...params }, attempt, `${key}`)),
  );
  return outcomes.flatMap((outcome, key) => (Array.isArray(outcome) ? [key] : []));
};

test('gives back what it got', async () => {
  assert.deepEqual(await echo({ message: { a: [1] } }, 2), { message: { a: [1] }, attempt: 2 });
});

test('the first attempts fail, as many as asked for', async () => {
  const outcomes = await Promise.all([1, 2, 3].map((attempt) => echo({ message: 'm', fail_attempts: 2 }, attempt)));
  assert.deepEqual(outcomes, [['flaky', true], ['flaky', true], { message: 'm', attempt: 3 }]);
});

test('every attempt fails for the messages that are named, by the code that is named', async () => {
  const params = { fail_for: [{ id: 3 }, 'seven'], fail_code: 'no_luck', permanent: true };
  assert.deepEqual(await echo({ ...params, message: { id: 3 } }, 9), ['no_luck', false]);
  assert.deepEqual(await echo({ ...params, message: 'seven' }, 2), ['no_luck', false]);
  assert.deepEqual(await echo({ ...params, message: { id: 4 } }), { message: { id: 4 }, attempt: 1 });
});

test('a share of the attempts fails: the same ones in every run, others by another seed, item or attempt', async () => {
  const first = await failures({ failure_rate: 0.3 }, 1_000);
  assert.ok(first.length > 250 && first.length < 350, `${first.length} of 1,000`);
  assert.deepEqual(await failures({ failure_rate: 0.3 }, 1_000), first);
  for (const others of [
    await failures({ failure_rate: 0.3, seed: 1 }, 1_000),
    await failures({ failure_rate: 0.3 }, 1_000, 2),
  ]) {
    const both = others.filter((key) => first.includes(key)).length;
    assert.ok(both > 50 && both < 140, `${both} fail both times`);
  }
  assert.deepEqual(await failures({ failure_rate: 0 }, 100), []);
  assert.equal((await failures({ failure_rate: 1 }, 100)).length, 100);
});

test('outside of a fan-out the message stands for the item', async () => {
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, message) => echo({ message, failure_rate: 0.5 })));
  const failed = outcomes.filter(Array.isArray).length;
  assert.ok(failed > 30 && failed < 70, `${failed}`);
});
