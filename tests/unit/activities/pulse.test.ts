import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { pino } from 'pino';
import type { ActivityContext } from '../../../src/activities/activity.ts';
import { withPulse } from '../../../src/activities/pulse.ts';
import type { JsonValue } from '../../../src/plan/json.ts';

function recorder() {
  const beats: [number, JsonValue | undefined][] = [];
  const context: ActivityContext = {
    job_id: 'j',
    node_id: 'n',
    item_key: null,
    attempt: 1,
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
    heartbeat: (percent, checkpoint) => void beats.push([percent, checkpoint]),
    checkpoint: () => undefined,
    scratch: async () => '/nowhere',
  };
  return { beats, context };
}

test('phases are shares of the whole, and it never goes back', async () => {
  const { beats, context } = recorder();
  const result = await withPulse(context, async (pulse) => {
    const fetching = pulse.phase(0, 30);
    fetching(50);
    pulse.phase(30, 80)(100);
    fetching(100);
    pulse.at(100, { done: true });
    return 'made';
  });
  assert.equal(result, 'made');
  assert.deepEqual(beats, [
    [0, undefined],
    [15, undefined],
    [80, undefined],
    [80, undefined],
    [100, { done: true }],
  ]);
});

test('the heart beats while nothing moves, with what was saved last, and stops with the work', async (t) => {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setInterval'] });
  const { beats, context } = recorder();
  await withPulse(context, async (pulse) => {
    pulse.at(40, 'saved');
    mock.timers.tick(10_000);
  });
  mock.timers.tick(60_000);
  assert.deepEqual(beats, [
    [0, undefined],
    [40, 'saved'],
    [40, 'saved'],
    [40, 'saved'],
  ]);
});

test('a failure stops it too', async () => {
  const { beats, context } = recorder();
  await assert.rejects(
    withPulse(context, async () => Promise.reject(new Error('failed'))),
    /failed/,
  );
  assert.equal(beats.length, 1);
});
