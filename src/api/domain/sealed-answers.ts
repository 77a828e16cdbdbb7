import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Once } from '../../assets/idempotency/once.ts';

/** Bytes, as AES-GCM has them. */
const NONCE = 12;
const TAG = 16;

/** How answers with a secret in them are kept: encrypted, each for the one place that it was written to. */
export type SealFor = (place: string) => Pick<Once, 'write' | 'read'>;

/** @param serviceKey the same for every process that answers, so that any of them reads the others' */
export function sealedAnswers(serviceKey: Uint8Array): SealFor {
  // A key for this alone. No salt: the service key is random as it is.
  const key = new Uint8Array(hkdfSync('sha256', serviceKey, '', 'rhumbline idempotency 1', 32));
  return (place) => ({
    write: (answer) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const sealed = [cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
    },
    read: (written) => {
      const bytes = Buffer.from(written, 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
      cipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return JSON.parse(Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()]).toString('utf8'));
    },
  });
}
