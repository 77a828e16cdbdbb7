import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes, as AES-GCM has them. */
const NONCE = 12;
const TAG = 16;

/** Writes text down encrypted, and reads it again. */
export interface Seal {
  seal(text: string): string;
  /** @throws Error for what was written by another key, or for another place */
  open(sealed: string): string;
}

/** Each seal holds for the one place that it was written to: a row moved elsewhere does not open. */
export type SealFor = (place: string) => Seal;

/**
 * @param key random; the same for every process that reads what the others wrote
 * @param purpose a key of its own is derived for each
 */
export function createSeals(key: Uint8Array, purpose: string): SealFor {
  // No salt: the key is random as it is.
  const derived = new Uint8Array(hkdfSync('sha256', key, '', purpose, 32));
  return (place) => ({
    seal: (text) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(place));
      const sealed = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', derived, bytes.subarray(0, NONCE), { authTagLength: TAG });
      cipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()]).toString('utf8');
    },
  });
}
