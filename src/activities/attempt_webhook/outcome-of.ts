import { type Fault, FaultError } from '../../plan/fault.ts';
import type { WebhookResult } from '../../plan/webhook.ts';

const GONE = 410;

export function resultOfStatus(status: number): WebhookResult {
  if (status >= 200 && status < 300) return { is_taken: true, status };
  if (status === GONE) {
    const message = 'The receiver answered 410: it is gone, and wants no more of this.';
    return { is_taken: false, status, fault: { code: 'callback_gone', message }, is_final: true };
  }
  if (status >= 300 && status < 400) {
    const message = `The receiver answered ${status}. Redirects are not followed: give the address itself.`;
    return { is_taken: false, status, fault: { code: 'callback_redirected', message }, is_final: false };
  }
  const message = `The receiver answered ${status} and not 2xx.`;
  return { is_taken: false, status, fault: { code: 'callback_not_taken', message }, is_final: false };
}

/** By Node's codes. What else there is belongs to TLS, or is not known. */
const RESOLVING: ReadonlySet<string> = new Set(['getaddrinfo', 'queryA', 'queryAaaa']);
const UNREACHABLE: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'EPIPE'],
]);

/** Of an attempt without an answer. Node's own words, which have addresses in them, are not repeated. */
export function resultOfError(error: unknown): WebhookResult {
  const fault = error instanceof FaultError ? error.fault : faultOf(error);
  return { is_taken: false, status: null, fault, is_final: false };
}

function faultOf(error: unknown): Fault {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { code: 'callback_timeout', message: 'The receiver did not answer in time.' };
  }
  // Where a name has several addresses, of the attempts at each of them.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code, syscall } = ofNode(first);
  // A DNS server that cannot be reached, too.
  if (RESOLVING.has(syscall)) {
    return { code: 'callback_unresolved', message: 'No address of the name of the receiver could be found out.' };
  }
  if (UNREACHABLE.has(code)) {
    return { code: 'callback_unreachable', message: `The receiver cannot be reached: ${code}.` };
  }
  return { code: 'callback_failed', message: `There was no answer that could be read: ${code || 'no reason known'}.` };
}

function ofNode(error: unknown): { code: string; syscall: string } {
  if (!(error instanceof Error)) return { code: '', syscall: '' };
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException;
  return { code: String(code), syscall };
}
