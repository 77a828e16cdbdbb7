import process from 'node:process';

export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Ends the work as a signal does, with the reason. */
  abort(reason?: unknown): void;
  /** Done when another signal comes after the first: somebody has lost patience. */
  onImpatience: () => void;
}

/**
 * One Ctrl-C may come several times: a terminal sends it to the whole process group, and npm, which is in it, passes on
 * its own. What follows the first within this time is taken for the same one.
 */
const ECHO_MS = 1_000;

/** Ctrl-C and its like, for work that ends in good order on the first, and at once on a later one. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const interrupt: Interrupt = {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    onImpatience: () => undefined,
  };
  let firstAt: number | undefined;
  const handle = () => {
    const now = performance.now();
    firstAt ??= now;
    if (now - firstAt > ECHO_MS) interrupt.onImpatience();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, handle);
  return interrupt;
}
