import type pg from 'pg';
import type { Logger } from 'pino';
import type { DomainRelay } from './relay.ts';

/** What the gateway works with. Made by src/main. */
export interface GatewayServices {
  /** Of the gateway's role: SELECT and nothing else. */
  pool: pg.Pool;
  domain: DomainRelay;
  software_version: string;
  log: Logger;
}
