import type { Queryable } from '../../db/pool.ts';
import { given, type Page, type PageAsked, readPage } from '../reads/read-page.ts';
import { timeOf, timeOrNull } from '../reads/time.ts';
import type { Scope } from './api-key.ts';
import { API_KEY_STATE_SQL, type ApiKeyState } from './states.ts';

/** A key without its secret. */
export interface ApiKeyView {
  prefix: string;
  name: string;
  state: ApiKeyState;
  scopes: Scope[];
  /** Null: not bound to a platform. */
  platform_id: string | null;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  /** Prefix of its successor. */
  replaced_by: string | null;
}

interface Row extends Omit<ApiKeyView, 'created_at' | 'expires_at' | 'revoked_at'> {
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

/** Neither the hash, nor what could be mistaken for it. */
const COLUMNS = `prefix, name, ${API_KEY_STATE_SQL} AS state, scopes, platform_id, created_at, expires_at, revoked_at,
  replaced_by`;

/** Keys by their prefixes: all, or those of a platform. */
export async function listApiKeys(
  db: Queryable,
  { platform_id }: { platform_id: string | null },
  page: PageAsked,
): Promise<Page<ApiKeyView>> {
  const { rows, next } = await readPage<Row & Record<string, unknown>>(db, {
    ...page,
    select: COLUMNS,
    from: 'rhumbline.api_keys',
    where: given({ 'platform_id =': platform_id }),
    key: [['prefix', 'text']],
  });
  return { rows: rows.map(viewOf), next };
}

/** Of a key that is there. */
export async function readApiKey(db: Queryable, prefix: string): Promise<ApiKeyView> {
  const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM rhumbline.api_keys WHERE prefix = $1`, [prefix]);
  if (rows[0] === undefined) throw new Error(`the API key ${prefix} is gone`);
  return viewOf(rows[0]);
}

function viewOf({ prefix, name, state, scopes, platform_id, replaced_by, ...times }: Row): ApiKeyView {
  return {
    ...{ prefix, name, state, scopes, platform_id },
    created_at: timeOf(times.created_at),
    expires_at: timeOrNull(times.expires_at),
    revoked_at: timeOrNull(times.revoked_at),
    replaced_by,
  };
}
