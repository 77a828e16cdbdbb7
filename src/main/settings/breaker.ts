import type { BreakerSettings } from '../../api/shared/circuit-breaker.ts';

export function breakerOf(settings: { breakerFailures: number; breakerPause: number }): BreakerSettings {
  return { failures: settings.breakerFailures, pause_ms: settings.breakerPause };
}
