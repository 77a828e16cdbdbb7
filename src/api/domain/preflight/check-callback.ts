import { addressesOf, receiverOf } from '../../../activities/attempt_webhook/receiver.ts';
import { type Resolve, resolveByDns } from '../../../activities/attempt_webhook/resolve.ts';
import { hasWebhookSecret } from '../../../assets/webhooks/read-webhook-secrets.ts';
import { FaultError } from '../../../plan/fault.ts';
import type { DomainServices } from '../services.ts';
import type { PreflightFault } from './preflight.ts';

const POINTER = '/callback_url';
/** A name that takes longer is looked at when it is called. */
const RESOLVE_MS = 2_000;

/** Callbacks go to public addresses by https, signed: the platform has a secret. */
export async function checkCallback(
  { pool, webhooks }: Pick<DomainServices, 'pool'> & { webhooks: Pick<DomainServices['webhooks'], 'policy'> },
  platformId: string,
  callbackUrl: string | null,
  resolve: Resolve = resolveByDns,
): Promise<PreflightFault[]> {
  if (callbackUrl === null) return [];
  const hasSecret = await hasWebhookSecret(pool, platformId);
  // Nobody has names looked up who has no callbacks.
  const refusal = await refusalOf(callbackUrl, webhooks.policy, hasSecret ? resolve : async () => []);
  const unsigned = `The platform ${platformId} has no secret that callbacks could be signed with: an administrator gives it one.`;
  return [
    ...(refusal === undefined ? [] : [faultOf('callback_url_refused', refusal)]),
    ...(hasSecret ? [] : [faultOf('webhook_secret_missing', unsigned)]),
  ];
}

function faultOf(code: 'callback_url_refused' | 'webhook_secret_missing', message: string): PreflightFault {
  return { pointer: POINTER, problem: code, code, message };
}

/** A name that cannot be resolved now may be, later: every attempt looks at its addresses again. */
async function refusalOf(
  url: string,
  policy: DomainServices['webhooks']['policy'],
  resolve: Resolve,
): Promise<string | undefined> {
  try {
    const receiver = receiverOf(url, policy);
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, RESOLVE_MS);
    await Promise.race([addressesOf(receiver, resolve), late.promise]).finally(() => clearTimeout(timer));
    return undefined;
  } catch (error) {
    return error instanceof FaultError ? error.message : undefined;
  }
}
