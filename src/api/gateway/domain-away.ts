import { ProblemError } from '../shared/problem.ts';

/** Why a `domain_error` is one: what the domain API answered. */
export class DomainAnswer extends Error {
  readonly status: number;
  readonly code: string | undefined;

  constructor(status: number, code: string | undefined) {
    super(`the domain API answered ${status} ${code ?? 'without a code'}`);
    this.name = 'DomainAnswer';
    this.status = status;
    this.code = code;
  }
}

/** Of a domain API that misses a part, which other requests may not need. */
const PARTS: ReadonlySet<string | undefined> = new Set([
  'storage_unavailable',
  'temporal_unavailable',
  'worker_unavailable',
]);

/**
 * Whether an error of the relay says that the domain API is away: no connection, no answer in time, 503, or what a proxy
 * answers in its place. Its 500 is the failure of one request, and 4xx are answers.
 */
export function isDomainAway(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  const { code, cause } = error;
  if (code === 'domain_unavailable') return true;
  return cause instanceof DomainAnswer && [502, 503, 504].includes(cause.status) && !PARTS.has(cause.code);
}

export function domainUnavailable(retryAfterS: number, cause?: unknown): ProblemError {
  return new ProblemError(
    'domain_unavailable',
    'The part of the service that makes changes, follows jobs and compiles workflows cannot be reached at the moment; other reading works. Send the same request again in some seconds.',
    { headers: { 'Retry-After': String(retryAfterS) }, cause },
  );
}
