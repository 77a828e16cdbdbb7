import process from 'node:process';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** How long items may keep the worker to themselves. One of them may take longer. */
const SLICE_MS = 3;
/** What the rest of the worker has of the time: a task of another job is several turns of the event loop, with other threads between them. */
const REST_SHARE = 0.4;

let sliceBegan = 0;
let sliceEnd = 0;
let evaluatedAt = 0;
/** Who waits, by whose share it comes from; the next share first. */
const waiting = new Map<string, (() => void)[]>();
let isServing = false;

/**
 * A chunk's turns at the worker. They let the rest of it in after every slice of work: heartbeats, other jobs' tasks. For all chunks of
 * the process together, and one item after the other: items that each take long to evaluate would else all run between two turns of the
 * event loop. Shares take turns, and chunks within a share, however many items wait in each.
 */
export class Turns {
  private readonly share: string;
  private inLine = 0;
  private last: Promise<void> = Promise.resolve();

  /** @param share the fairness key of the chunk's job */
  constructor(share: string) {
    this.share = share;
  }

  /** @returns undefined when an item may be evaluated at once, as it then must be */
  take(): Promise<void> | undefined {
    if (this.inLine === 0 && isFree()) return undefined;
    this.inLine += 1;
    this.last = this.last.then(() => this.next());
    return this.last;
  }

  private async next(): Promise<void> {
    await granted(this.share);
    this.inLine -= 1;
  }
}

function isFree(): boolean {
  return waiting.size === 0 && Date.now() < sliceEnd;
}

function granted(share: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const line = waiting.get(share);
  if (line) line.push(resolve);
  else waiting.set(share, [resolve]);
  if (!isServing) void serve();
  return promise;
}

async function serve(): Promise<void> {
  isServing = true;
  for (let next = takeNext(); next; next = takeNext()) {
    if (Date.now() >= sliceEnd) {
      await rest();
      sliceBegan = Date.now();
      sliceEnd = sliceBegan + SLICE_MS;
    }
    next();
    await untilEvaluated();
    evaluatedAt = Date.now();
  }
  isServing = false;
}

function rest(): Promise<void> {
  const due = ((evaluatedAt - sliceBegan) * REST_SHARE) / (1 - REST_SHARE);
  const left = evaluatedAt + due - Date.now();
  return left > 0 ? sleep(left) : nextTurn();
}

function takeNext(): (() => void) | undefined {
  for (const [share, line] of waiting) {
    waiting.delete(share);
    const next = line.shift();
    if (line.length > 0) waiting.set(share, line);
    return next;
  }
  return undefined;
}

/** Whoever has got the turn goes on in microtasks, which come before this. */
function untilEvaluated(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
