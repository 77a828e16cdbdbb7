import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClientTurns } from '../../../src/api/domain/compile/client-turns.ts';

/** Work that ends when it is told to. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const job = { begun: false, run: () => promise, end: resolve, fail: reject };
  job.run = () => {
    job.begun = true;
    return promise;
  };
  return job;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns of clients', () => {
  test('who has waited too long is told so then, not when the turn comes, and is not done', async () => {
    const turns = createClientTurns({ max_waiting: 4, patience_ms: 20 });
    const [first, second] = [work(), work()];
    const one = turns.take('one', first.run);
    assert.deepEqual(await turns.take('one', second.run), { kind: 'too_many_waiting' });
    first.end('1');
    assert.deepEqual(await one, { kind: 'done', value: '1' });
    await settle();
    assert.equal(second.begun, false);
  });

  test('what one client sends is done one after the other', async () => {
    const turns = createClientTurns({ max_waiting: 4, patience_ms: 60_000 });
    const [first, second] = [work(), work()];
    const answers = [turns.take('one', first.run), turns.take('one', second.run)];
    await settle();
    assert.deepEqual([first.begun, second.begun], [true, false]);
    first.end('1');
    await settle();
    assert.equal(second.begun, true);
    second.end('2');
    assert.deepEqual(await Promise.all(answers), [
      { kind: 'done', value: '1' },
      { kind: 'done', value: '2' },
    ]);
  });

  test('others do not wait for it', async () => {
    const turns = createClientTurns({ max_waiting: 4, patience_ms: 60_000 });
    const [first, other] = [work(), work()];
    turns.take('one', first.run);
    turns.take('two', other.run);
    await settle();
    assert.equal(other.begun, true);
  });

  test('who has as many waiting as may be is told so, until one of them is done', async () => {
    const turns = createClientTurns({ max_waiting: 1, patience_ms: 60_000 });
    const [first, second, third] = [work(), work(), work()];
    turns.take('one', first.run);
    turns.take('one', second.run);
    assert.deepEqual(await turns.take('one', third.run), { kind: 'too_many_waiting' });
    assert.equal(third.begun, false);
    first.end('1');
    await settle();
    third.end('3');
    second.end('2');
    assert.deepEqual(await turns.take('one', third.run), { kind: 'done', value: '3' });
  });

  test('what fails is thrown, and the next has its turn', async () => {
    const turns = createClientTurns({ max_waiting: 4, patience_ms: 60_000 });
    const [first, second] = [work(), work()];
    const failed = turns.take('one', first.run);
    const done = turns.take('one', second.run);
    first.fail(new Error('lost'));
    await assert.rejects(failed, { message: 'lost' });
    second.end('2');
    assert.deepEqual(await done, { kind: 'done', value: '2' });
  });
});
