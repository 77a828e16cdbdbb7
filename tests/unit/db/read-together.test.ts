import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTogether } from '../../../src/db/read-together.ts';
import { eventually } from '../../support/stack.ts';

/** Reads whose ends the test decides. */
function reads(longest_wait_ms?: number) {
  const asked: string[][] = [];
  const ends: PromiseWithResolvers<void>[] = [];
  const read = readTogether<string, string>(async (keys) => {
    asked.push([...keys]);
    const end = Promise.withResolvers<void>();
    ends.push(end);
    await end.promise;
    return keys.map((key) => (key === 'bad' ? new Error('bad') : key.toUpperCase()));
  }, longest_wait_ms);
  return { asked, ends, read };
}

describe('reads that come together', () => {
  it('what comes alone goes at once; what comes meanwhile goes as one, and each gets its own', async () => {
    const { asked, ends, read } = reads(60_000);
    const first = read('a');
    await sleep(1);
    const others = ['b', 'bad', 'b'].map((key) => read(key));
    await sleep(1);
    assert.deepEqual(asked, [['a']]);
    ends[0]?.resolve();
    assert.equal(await first, 'A');
    await sleep(1);
    assert.deepEqual(asked, [['a'], ['b', 'bad', 'b']]);
    ends[1]?.resolve();
    const answers = await Promise.allSettled(others);
    assert.deepEqual(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String(answer.reason))),
      ['B', 'Error: bad', 'B'],
    );
  });

  it('a read that hangs, and one that fails, keep nobody else from theirs', async () => {
    const { asked, ends, read } = reads();
    const hanging = read('a');
    await sleep(1);
    const next = read('b');
    await eventually(() => assert.deepEqual(asked, [['a'], ['b']]), undefined, 5);
    ends[1]?.reject(new Error('gone'));
    await assert.rejects(next, /gone/);
    const after = read('c');
    await eventually(() => assert.equal(ends.length, 3), undefined, 5);
    ends[2]?.resolve();
    assert.equal(await after, 'C');
    ends[0]?.resolve();
    assert.equal(await hanging, 'A');
  });
});
