import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createNewsBatcher } from '../../../src/activities/runtime/news/batcher.ts';
import { newsPlace } from '../../../src/activities/runtime/news/place.ts';
import { estimateRemaining } from '../../../src/assets/estimate-remaining.ts';
import type { AttemptNews } from '../../../src/assets/record-attempts.ts';

const log = pino({ level: 'silent' });

function news(attempt: number, item_key: string | null = null): AttemptNews {
  return {
    ...{ job_id: 'j', node_id: 'n', item_key, attempt, occurred_at: '2026-01-02T03:04:05.000Z' },
    kind: 'attempt_started',
  };
}

describe('the place of an attempt', () => {
  for (const [run, node_id, item_key, place] of [
    ['job', 'a', null, ['job', 'a', null]],
    ['job', 'a', 'k/1', ['job', 'a', 'k/1']],
    ['job/sub', 'a', null, ['job', 'sub', 'a']],
    ['job/each/k/1', 'a', 'x', ['job', 'each', 'k/1/a/x']],
    ['job/each/k!2F1!21', 'a', 'x', ['job', 'each', 'k/1!/a/x']],
  ] as const) {
    test(`${run}: ${node_id} ${item_key}`, () => {
      const found = newsPlace(run, { node_id, item_key });
      assert.deepEqual([found.job_id, found.node_id, found.item_key], place);
    });
  }
});

describe('the batcher', () => {
  test('writes what came within the interval together, and the rest at its close', async () => {
    const written: number[][] = [];
    const write = async (told: readonly AttemptNews[]) => void written.push(told.map(({ attempt }) => attempt));
    const batcher = createNewsBatcher({ write, log, interval_ms: 20 });
    batcher.tell(news(1));
    batcher.tell(news(2));
    await sleep(60);
    batcher.tell(news(3));
    await batcher.close();
    assert.deepEqual(written, [[1, 2], [3]]);
  });

  test('keeps what could not be written, and its close does not wait for a database that is away', async () => {
    let isAway = true;
    const written: number[] = [];
    const write = async (told: readonly AttemptNews[]) => {
      if (isAway) throw new Error('away');
      written.push(...told.map(({ attempt }) => attempt));
    };
    const batcher = createNewsBatcher({ write, log, interval_ms: 5 });
    batcher.tell(news(1));
    await sleep(30);
    isAway = false;
    batcher.tell(news(2));
    await batcher.close();
    assert.deepEqual(written, [1, 2]);
    const lost = createNewsBatcher({ write: () => Promise.reject(new Error('away')), log, interval_ms: 5 });
    lost.tell(news(1));
    await lost.close();
  });

  test('writes once what it is told while a write takes long', async () => {
    const written: number[] = [];
    const write = async (told: readonly AttemptNews[]) => {
      await sleep(30);
      written.push(...told.map(({ attempt }) => attempt));
    };
    const batcher = createNewsBatcher({ write, log, interval_ms: 5 });
    const all = Array.from({ length: 20 }, (_, at) => at + 1);
    for (const attempt of all) {
      batcher.tell(news(attempt));
      await sleep(7);
    }
    await batcher.close();
    assert.deepEqual(written, all);
  });

  test('of the items of one node it keeps a thousand', async () => {
    let count = 0;
    const write = async (told: readonly AttemptNews[]) => {
      count += told.length;
    };
    const batcher = createNewsBatcher({ write, log });
    for (let at = 0; at < 1_500; at += 1) batcher.tell(news(2, `item-${at}`));
    batcher.tell(news(1));
    await batcher.close();
    assert.equal(count, 1_001);
  });
});

describe('the estimate of what is left', () => {
  for (const [elapsed_seconds, from_percent, percent, left] of [
    [60, 0, 50, 60],
    [10, 80, 90, 10],
    [0.5, 0, 50, null],
    [60, 50, 50.5, null],
    [null, 0, 50, null],
    [30, 0, 99, 1],
  ] as const) {
    test(`${percent} % after ${elapsed_seconds} s from ${from_percent} %: ${left}`, () => {
      assert.equal(estimateRemaining({ elapsed_seconds, from_percent, percent }), left);
    });
  }
});
