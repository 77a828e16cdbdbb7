import { createHash, randomBytes } from 'node:crypto';

/** What a key may do: hand in data, read status, approve and reject, run the service. */
export const SCOPES = ['submit', 'read', 'review', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

const PREFIX_LENGTH = 12;
const FORM = /^rh_([0-9a-z]{12})_([A-Za-z0-9_-]{43})$/;

export interface ApiKeyParts {
  /** Public: finds the row, names the actor in the event trail. */
  prefix: string;
  /** SHA-256 of the whole key. A fast hash is right here: the secret has 256 random bits, no dictionary holds it. */
  hash: Buffer;
}

/** A new key, `rh_<prefix>_<secret>`: 12 characters that identify it and 32 random bytes. */
export function mintApiKey(): string {
  return `rh_${randomBase36(PREFIX_LENGTH)}_${randomBytes(32).toString('base64url')}`;
}

/** undefined for what cannot be a key at all. */
export function parseApiKey(key: string): ApiKeyParts | undefined {
  const prefix = FORM.exec(key)?.[1];
  return prefix === undefined ? undefined : { prefix, hash: createHash('sha256').update(key).digest() };
}

function randomBase36(length: number): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
  let text = '';
  // 252 is the largest multiple of 36 in a byte: bytes above would favour the first characters.
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < 252) text += alphabet[byte % 36];
  }
  return text.slice(0, length);
}
