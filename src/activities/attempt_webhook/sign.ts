import { Webhook } from 'standardwebhooks';

/** What is sent under an id, by Standard Webhooks. */
export interface SignedHeaders {
  'webhook-id': string;
  /** Seconds since the epoch. */
  'webhook-timestamp': string;
  /** `v1,<base64 of HMAC-SHA256 over id.timestamp.body>` by each secret, with spaces between. */
  'webhook-signature': string;
}

/** @param secrets `whsec_…`; at least one */
export function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): SignedHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
