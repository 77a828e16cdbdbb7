import type { Limits } from '../../api/gateway/identity/limits.ts';
import type { Settings } from './settings.ts';

/** What the gateway answers in a minute, where the settings say nothing else. */
const DEFAULTS: Limits = { requests: 3_000, failures: 30 };

export function limitsOf({ requestLimit, failureLimit }: Settings<'gateway'>): Limits {
  return { requests: requestLimit ?? DEFAULTS.requests, failures: failureLimit ?? DEFAULTS.failures };
}
