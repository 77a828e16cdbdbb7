import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long items may keep the worker to themselves. */
const SLICE_MS = 10;

let sliceEnd = 0;
let queue: Promise<void> = Promise.resolve();

/**
 * Lets the rest of the worker in after every slice of work: heartbeats, other jobs' tasks. For all chunks of the process together, and
 * one after the other: items that each take long to evaluate would else all run between two turns of the event loop.
 */
export function takeTurn(): Promise<void> | undefined {
  if (Date.now() < sliceEnd) return undefined;
  queue = queue.then(async () => {
    if (Date.now() < sliceEnd) return;
    await nextTurn();
    sliceEnd = Date.now() + SLICE_MS;
  });
  return queue;
}
