import process from 'node:process';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ends the demo as a signal does, with the reason. */
  abort(reason: unknown): void;
  /** Done on each signal after the first. */
  onImpatience: () => void;
}

/** Ctrl-C and its like end the demo in good order. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const interrupt: Interrupt = {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    onImpatience: () => undefined,
  };
  const handle = () => {
    if (controller.signal.aborted) interrupt.onImpatience();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, handle);
  return interrupt;
}
