/**
 * How a worker's Node is started, so that its memory follows what is alive and not what was: a run of 100,000 items leaves as much
 * garbage as hundreds of small ones, and a machine with much memory gives V8 no reason to collect it. Measured with such a run:
 * 290 MB instead of 700.
 *
 * @see `node --v8-options`
 */
export const WORKER_NODE_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=50'] as const;

/** The SDK's native core has many threads; each would get an arena of glibc's own. */
export const WORKER_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const;
