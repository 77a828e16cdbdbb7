import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';

export interface BreakerSettings {
  /** So many failures in a row open it. */
  failures: number;
  /** For so long nothing is asked then; afterwards one request is let through, to see. */
  pause_ms: number;
}

export interface BreakerOptions extends BreakerSettings {
  /** What stands behind it, as metrics and logs call it. */
  dependency: string;
  /** Whether it says that what stands behind is away; every other error is an answer. */
  isFailure(error: unknown): boolean;
  /** What is thrown instead of asking. */
  refusal(retryAfterS: number): Error;
  metrics: Registry;
  log: Logger;
}

/** Runs what asks something of what stands behind, or refuses at once while that is known to be away. */
export type Breaker = <T>(ask: () => Promise<T>) => Promise<T>;

const STATES = { [CircuitState.Closed]: 'closed', [CircuitState.HalfOpen]: 'half_open', [CircuitState.Open]: 'open' };

/** Spares callers the wait for what is away, and that which comes back the crowd that waited for it. */
export function createBreaker(options: BreakerOptions): Breaker {
  const { dependency, failures, pause_ms, isFailure, refusal, log } = options;
  const policy = circuitBreaker(handleAll, { halfOpenAfter: pause_ms, breaker: new ConsecutiveBreaker(failures) });
  const refused = showIn(options.metrics, dependency, () => policy.state);
  let openedAt = 0;
  policy.onBreak(() => {
    openedAt = performance.now();
    log.warn({ dependency, pause_ms }, 'Breaker:Opened');
  });
  policy.onHalfOpen(() => log.info({ dependency }, 'Breaker:Trying'));
  policy.onReset(() => log.info({ dependency }, 'Breaker:Closed'));

  function refuse(): Error {
    refused.inc({ dependency });
    const left = pause_ms - (performance.now() - openedAt);
    return refusal(Math.max(1, Math.ceil(left / 1_000)));
  }
  return async (ask) => {
    // Cockatiel would let the others wait until the one that tries is through.
    if (policy.state === CircuitState.HalfOpen) throw refuse();
    const outcome = await policy
      .execute(() => settle(ask, isFailure))
      .catch((error: unknown) => {
        throw isBrokenCircuitError(error) ? refuse() : error;
      });
    if ('answer' in outcome) return outcome.answer;
    throw outcome.error;
  };
}

/** An error that is an answer counts as one. */
async function settle<T>(ask: () => Promise<T>, isFailure: BreakerOptions['isFailure']) {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (isFailure(error)) throw error;
    return { error };
  }
}

function showIn(registry: Registry, dependency: string, state: () => CircuitState): Counter<'dependency'> {
  const labels = { registers: [registry] };
  new Gauge({
    ...labels,
    name: 'rhumbline_breaker_state',
    help: '1 for the state that the circuit breaker before a dependency is in.',
    labelNames: ['dependency', 'state'] as const,
    collect() {
      for (const [of, name] of Object.entries(STATES)) {
        this.set({ dependency, state: name }, Number(of) === state() ? 1 : 0);
      }
    },
  });
  return new Counter({
    ...labels,
    name: 'rhumbline_breaker_refused_total',
    help: 'What was refused at once, since a dependency was known to be away.',
    labelNames: ['dependency'] as const,
  });
}
