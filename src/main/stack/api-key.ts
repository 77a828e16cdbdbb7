import { SCOPES } from '../../assets/api-keys/api-key.ts';
import { createApiKey } from '../../assets/api-keys/create-api-key.ts';
import { verifyApiKey } from '../../assets/api-keys/verify-api-key.ts';
import { createPool } from '../../db/pool.ts';
import { type Secrets, saveSecrets } from './secrets.ts';
import type { StateFolder } from './state-folder.ts';

/** The key of the stack's own client, with all scopes: the one of the last start, or a new one when the database does not know it. */
export async function ensureApiKey(databaseUrl: string, secrets: Secrets, folder: StateFolder): Promise<string> {
  const pool = createPool({ url: databaseUrl, application_name: 'rhumbline stack', max: 1, onError: () => undefined });
  try {
    if (secrets.apiKey !== undefined && (await verifyApiKey(pool, secrets.apiKey)) !== undefined) return secrets.apiKey;
    const { key } = await createApiKey(pool, { name: 'local stack', scopes: SCOPES, platform_id: null });
    saveSecrets(folder, { ...secrets, apiKey: key });
    return key;
  } finally {
    await pool.end();
  }
}
