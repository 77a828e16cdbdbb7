import { each, refused, type Step, to } from '../transitions/step.ts';

/** `rotated`: it has a successor and goes on until it expires. */
export const API_KEY_STATES = ['active', 'rotated', 'expired', 'revoked'] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

export const API_KEY_OPERATIONS = ['rotate', 'revoke'] as const;
export type ApiKeyOperation = (typeof API_KEY_OPERATIONS)[number];

export type ApiKeyRefusal = 'api_key_revoked' | 'api_key_expired' | 'api_key_rotated';
export type ApiKeyStep = Step<ApiKeyState, ApiKeyRefusal>;

/** Every operation in every state. */
export const API_KEY_TRANSITIONS: Readonly<Record<ApiKeyOperation, Readonly<Record<ApiKeyState, ApiKeyStep>>>> = {
  rotate: {
    active: to('rotated'),
    rotated: refused('api_key_rotated'),
    expired: refused('api_key_expired'),
    revoked: refused('api_key_revoked'),
  },
  revoke: { ...each(API_KEY_STATES, to('revoked' as const)), revoked: refused('api_key_revoked') },
};

/** In SQL, of a row of api_keys. */
export const API_KEY_STATE_SQL = `CASE
  WHEN revoked_at IS NOT NULL THEN 'revoked'
  WHEN expires_at <= now() THEN 'expired'
  WHEN replaced_by IS NOT NULL THEN 'rotated'
  ELSE 'active' END`;
