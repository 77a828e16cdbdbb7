import process from 'node:process';

/** Resolves with the first SIGTERM or SIGINT. A second one is not waited for: it ends the process as usual. */
export function untilToldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}
