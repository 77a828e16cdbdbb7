import type pg from 'pg';
import { FaultError } from '../../plan/fault.ts';
import type { Scope } from './api-key.ts';
import {
  API_KEY_STATE_SQL,
  API_KEY_TRANSITIONS,
  type ApiKeyOperation,
  type ApiKeyRefusal,
  type ApiKeyState,
} from './states.ts';

export interface ApiKeyRef {
  prefix: string;
  /** The platform that the caller is bound to; null for one that may act for any. */
  platform_id: string | null;
}

export interface LockedApiKey {
  prefix: string;
  name: string;
  scopes: Scope[];
  platform_id: string | null;
  state: ApiKeyState;
  created_at: Date;
  expires_at: Date | null;
}

/**
 * Holds a key's row until the transaction ends, for an operation that its state allows.
 *
 * @throws FaultError `api_key_not_found`, also when it is another platform's; the code that the table has for it
 */
export async function lockApiKey(
  client: pg.PoolClient,
  operation: ApiKeyOperation,
  { prefix, platform_id }: ApiKeyRef,
): Promise<LockedApiKey> {
  const { rows } = await client.query<LockedApiKey>(
    `SELECT prefix, name, scopes, platform_id, ${API_KEY_STATE_SQL} AS state, created_at, expires_at
     FROM rhumbline.api_keys WHERE prefix = $1 AND ($2::text IS NULL OR platform_id = $2) FOR UPDATE`,
    [prefix, platform_id],
  );
  const key = rows[0];
  if (key === undefined) throw new FaultError({ code: 'api_key_not_found', message: `There is no API key ${prefix}.` });
  const step = API_KEY_TRANSITIONS[operation][key.state];
  if ('refused' in step) {
    throw new FaultError({ code: step.refused, message: `The API key ${prefix} ${REFUSALS[step.refused]}` });
  }
  return key;
}

const REFUSALS: Readonly<Record<ApiKeyRefusal, string>> = {
  api_key_revoked: 'is revoked. Create another one.',
  api_key_expired: 'has expired. Create another one.',
  api_key_rotated: 'was rotated already: its successor is the one to rotate.',
};
