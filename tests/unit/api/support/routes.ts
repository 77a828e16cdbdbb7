import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createDomainRelay } from '../../../../src/api/gateway/relay.ts';
import { gatewayRoutes } from '../../../../src/api/gateway/routes/index.ts';
import { createCursors } from '../../../../src/api/shared/cursor.ts';
import { createPool } from '../../../../src/db/pool.ts';

// Neither is ever connected: the document is made of the routes' schemas alone.
/** Of the gateway. */
export const EVERY_ROUTE = gatewayRoutes({
  pool: createPool({ url: 'postgresql://nobody@127.0.0.1:9/none', application_name: 'tests', onError: () => {} }),
  domain: createDomainRelay({ url: 'http://127.0.0.1:9', service_key: new Uint8Array(32) }),
  verify_token: undefined,
  limits: { requests: 1, failures: 1 },
  trusted_proxies: [],
  cursors: createCursors(new Uint8Array(32)),
  shown_settings: {},
  log: pino({ level: 'silent' }),
  software_version: '0.0.0-test',
  metrics: new Registry(),
});
