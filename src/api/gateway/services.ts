import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Cursors } from '../shared/cursor.ts';
import type { Limits } from './identity/limits.ts';
import type { VerifyToken } from './identity/verify-token.ts';
import type { DomainRelay } from './relay.ts';

/** What the gateway works with. Made by src/main. */
export interface GatewayServices {
  /** Of the gateway's role: SELECT and nothing else. */
  pool: pg.Pool;
  /** As `pool`, for searches of the catalogue alone: whatever they cost, they hold up nothing but each other. */
  search_pool: pg.Pool;
  domain: DomainRelay;
  /** undefined: the service takes API keys alone. */
  verify_token: VerifyToken | undefined;
  limits: Limits;
  trusted_proxies: readonly string[];
  cursors: Cursors;
  /** Settings by their names, with no secret among them: for administrators. */
  shown_settings: Readonly<Record<string, string | number | boolean | null>>;
  software_version: string;
  /** What is counted of this process. */
  metrics: Registry;
  log: Logger;
}
