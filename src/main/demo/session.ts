import type pg from 'pg';
import { createGatewayClient, type GatewayClient } from '../../cli/gateway-client/gateway-client.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { createPool } from '../../db/pool.ts';
import type { BlobStore } from '../../storage/blob-store.ts';
import { openStorage } from '../client/open-storage.ts';
import type { Settings } from '../settings/settings.ts';

/** What the demo has of a running stack. */
export interface DemoSession {
  readonly settings: Settings<'demo'>;
  readonly terminal: Terminal;
  readonly gateway: GatewayClient;
  readonly store: BlobStore;
  /** For looking into the catalogue. */
  readonly pool: pg.Pool;
  /** Folder for rasters, kept from one demo to the next. */
  readonly folder: string;
  /** PATH to find GDAL on. */
  readonly searchPath: string;
  readonly signal: AbortSignal;
  close(): Promise<void>;
}

export async function openSession(
  settings: Settings<'demo'>,
  given: Pick<DemoSession, 'folder' | 'searchPath' | 'signal' | 'terminal'>,
): Promise<DemoSession> {
  const { gatewayUrl: url, apiKey } = settings;
  const pool = createPool({
    url: settings.databaseUrlDomain,
    application_name: 'rhumbline demo',
    max: 2,
    onError: () => undefined,
  });
  return {
    ...given,
    settings,
    gateway: createGatewayClient({ url, apiKey, signal: given.signal }),
    store: await openStorage(settings),
    pool,
    close: () => pool.end(),
  };
}
