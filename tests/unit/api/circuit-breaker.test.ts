import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createBreaker } from '../../../src/api/shared/circuit-breaker.ts';

class Away extends Error {}
class Answer extends Error {}
class Refusal extends Error {}

const PAUSE_MS = 200;

/** A breaker that two failures in a row open, what it told, and how often it asked. */
function breaker() {
  const logged: string[] = [];
  const metrics = new Registry();
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  let asked = 0;
  const run = createBreaker({
    ...{ dependency: 'it', failures: 2, pause_ms: PAUSE_MS, metrics, log },
    isFailure: (error) => error instanceof Away,
    refusal: (seconds) => new Refusal(`come back in ${seconds} s`),
  });
  return {
    logged,
    asked: () => asked,
    run: (outcome: string | Error | Promise<string>) =>
      run(async () => {
        asked += 1;
        if (outcome instanceof Error) throw outcome;
        return outcome;
      }),
    state: async () => /rhumbline_breaker_state\{.*state="(\w+)"\} 1/.exec(await metrics.metrics())?.[1],
    refused: async () => /rhumbline_breaker_refused_total\{.*\} (\d+)/.exec(await metrics.metrics())?.[1],
  };
}

async function opened() {
  const given = breaker();
  for (const _ of [1, 2]) await assert.rejects(given.run(new Away()), Away);
  return given;
}

test('circuit breaker: failures in a row open it; then it refuses at once, and says so', async () => {
  const { run, asked, state, refused, logged } = await opened();
  assert.equal(await state(), 'open');
  await assert.rejects(run('fine'), { message: 'come back in 1 s' });
  assert.equal(asked(), 2, 'nothing was asked');
  assert.equal(await refused(), '1');
  assert.deepEqual(logged, ['Breaker:Opened']);
});

test('circuit breaker: after the pause one is let through, and the others are refused until it is back', async () => {
  const { run, state, logged, asked } = await opened();
  await sleep(PAUSE_MS + 20);
  const { promise, resolve } = Promise.withResolvers<string>();
  const trial = run(promise);
  assert.equal(await state(), 'half_open');
  await assert.rejects(run('me too'), Refusal);
  resolve('back');
  assert.equal(await trial, 'back');
  assert.equal(await run('and I'), 'and I');
  assert.equal(await state(), 'closed');
  assert.deepEqual(logged, ['Breaker:Opened', 'Breaker:Trying', 'Breaker:Closed']);
  assert.equal(asked(), 4);
});

test('circuit breaker: one that fails after the pause opens it again', async () => {
  const { run, state } = await opened();
  await sleep(PAUSE_MS + 20);
  await assert.rejects(run(new Away()), Away);
  assert.equal(await state(), 'open');
  await assert.rejects(run('fine'), Refusal);
});

test('circuit breaker: errors that are answers do not open it, and end a row of failures', async () => {
  const { run, state } = breaker();
  for (const _ of [1, 2, 3]) {
    await assert.rejects(run(new Away()), Away);
    await assert.rejects(run(new Answer()), Answer);
    await assert.rejects(run(new Answer()), Answer);
  }
  assert.equal(await state(), 'closed');
});
