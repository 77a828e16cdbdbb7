import { Router } from 'express';
import { refuseOtherMethods } from './refuse-method.ts';

/** Rejects when the dependency cannot be used. Aborted when it takes too long. */
export type Check = (signal: AbortSignal) => Promise<unknown>;

/** Set to false when the process begins to stop, before it stops taking requests. */
export interface Readiness {
  accepting: boolean;
}

export interface CheckResult {
  status: 'ok' | 'failed';
  /** Milliseconds. */
  ms: number;
}

const CHECK_TIMEOUT_MS = 3_000;

/**
 * Tries every dependency. Whoever asks while a round is under way gets that round's answer: asking costs the dependencies
 * nothing more.
 */
export function checkRound<N extends string>(
  checks: Readonly<Record<N, Check>>,
  onFailure: (name: string, error: unknown) => void,
): () => Promise<Record<N, CheckResult>> {
  let running: Promise<Record<N, CheckResult>> | undefined;
  return () => {
    running ??= runChecks(checks, onFailure).finally(() => {
      running = undefined;
    });
    return running;
  };
}

/**
 * `/health/live`: the process answers. `/health/ready`: every dependency was tried just now and works, each named in
 * the answer. Why one failed is in the log: the endpoint is open to everybody.
 *
 * @param round of checks, see `checkRound`
 */
export function healthRouter(round: () => Promise<Record<string, CheckResult>>, readiness: Readiness): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/health/ready', async (_request, response) => {
    const results = await round();
    const ready = readiness.accepting && Object.values(results).every(({ status }) => status === 'ok');
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : readiness.accepting ? 'not_ready' : 'stopping', checks: results });
  });
  refuseOtherMethods(router, ['/health/live', '/health/ready']);
  return router;
}

async function runChecks<N extends string>(
  checks: Readonly<Record<N, Check>>,
  onFailure: (name: string, error: unknown) => void,
): Promise<Record<N, CheckResult>> {
  const results = await Promise.all(
    Object.entries<Check>(checks).map(
      async ([name, check]) => [name, await runCheck(check, (e) => onFailure(name, e))] as const,
    ),
  );
  return Object.fromEntries(results) as Record<N, CheckResult>;
}

async function runCheck(check: Check, onFailure: (error: unknown) => void): Promise<CheckResult> {
  const started = performance.now();
  let status: CheckResult['status'] = 'ok';
  try {
    await within(CHECK_TIMEOUT_MS, check);
  } catch (error) {
    status = 'failed';
    onFailure(error);
  }
  return { status, ms: Math.round(performance.now() - started) };
}

/** A dependency's client may not heed the signal, so the time is kept here too. */
function within(ms: number, check: Check): Promise<unknown> {
  const signal = AbortSignal.timeout(ms);
  const timeout = new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${ms} ms`)), { once: true });
  });
  return Promise.race([check(signal), timeout]);
}
