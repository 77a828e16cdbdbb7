import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Cancelled } from '../../../src/spec-test/machine/cancel-scope.ts';
import { VirtualClock } from '../../../src/spec-test/machine/virtual-clock.ts';

it('time moves on at once, to what is due next', async () => {
  const clock = new VirtualClock(1_000);
  const seen: string[] = [];
  const nap = async (name: string, ms: number) => {
    await clock.sleep(ms);
    seen.push(`${name} at ${clock.now}`);
  };
  await clock.run(() => Promise.all([nap('year', 31_536_000_000), nap('second', 1_000), nap('none', 0)]));
  assert.deepEqual(seen, ['none at 1000', 'second at 2000', 'year at 31536001000']);
});

it('what is due at one instant happens in the order in which it was asked for', async () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  await clock.run(() => Promise.all(numbers.map((number) => clock.sleep(5).then(() => seen.push(number)))));
  assert.deepEqual(seen, numbers);
});

it('a condition is met as soon as it holds, or its time is over', async () => {
  const clock = new VirtualClock(0);
  let isOpen = false;
  const { value } = (await clock.run(async () => {
    clock.after(300, () => {
      isOpen = true;
    });
    const early = await clock.until(() => isOpen, 100);
    const late = await clock.until(() => isOpen, 1_000);
    return [early, late, clock.now];
  })) as { value: unknown };
  assert.deepEqual(value, [false, true, 300]);
});

it('cancelling a scope stops what waits in it and in scopes inside, and nothing else', async () => {
  const clock = new VirtualClock(0);
  const result = await clock.run(async () => {
    const outside = clock.sleep(10).then(() => 'slept');
    const inside = await clock
      .cancellable(async (cancel) => {
        clock.after(5, cancel);
        return clock.cancellable(() => clock.sleep(1_000));
      })
      .catch((error: unknown) => error instanceof Cancelled);
    const at = clock.now;
    return [inside, at, await outside];
  });
  assert.deepEqual(result?.value, [true, 5, 'slept']);
});

it('what is begun in a scope that is cancelled already is cancelled at once', async () => {
  const clock = new VirtualClock(0);
  const result = await clock.run(() =>
    clock.cancellable(async (cancel) => {
      cancel();
      const sleeping = clock.sleep(10).catch((error: unknown) => error);
      const nested = clock.cancellable(() => clock.until(() => false)).catch((error: unknown) => error);
      return Promise.all([sleeping, nested]);
    }),
  );
  assert.ok(result?.value.every((error) => error instanceof Cancelled));
  assert.equal(clock.now, 0);
});

it('what waits for what does not come is told of', async () => {
  const clock = new VirtualClock(0);
  assert.equal(await clock.run(() => clock.until(() => false)), undefined);
});

it('an error comes out', async () => {
  const clock = new VirtualClock(0);
  await assert.rejects(
    clock.run(async () => {
      await clock.sleep(1);
      throw new Error('broken');
    }),
    /broken/,
  );
});
