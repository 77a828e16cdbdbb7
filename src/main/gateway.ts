import { createGatewayApp } from '../api/gateway/app.ts';
import { domainUnavailable, isDomainAway } from '../api/gateway/domain-away.ts';
import { createSigningKeys } from '../api/gateway/identity/signing-keys.ts';
import { createTokenVerifier } from '../api/gateway/identity/verify-token.ts';
import { createDomainRelay } from '../api/gateway/relay.ts';
import { createBreaker } from '../api/shared/circuit-breaker.ts';
import { createCursors } from '../api/shared/cursor.ts';
import { createRegistry } from '../api/shared/metrics/registry.ts';
import { startServer } from '../api/shared/server.ts';
import { createPool } from '../db/pool.ts';
import { createBusyLogger } from './logger.ts';
import { startMetrics } from './metrics.ts';
import { breakerOf } from './settings/breaker.ts';
import { entraOf } from './settings/entra.ts';
import { limitsOf } from './settings/limits.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { shownSettings } from './settings/shown-settings.ts';
import { untilToldToStop } from './shutdown.ts';
import { startTracing } from './tracing/start-tracing.ts';
import { SOFTWARE_VERSION } from './version.ts';

/** The gateway: the public door. */
const settings = readSettingsOrExit('gateway');
const log = createBusyLogger('gateway', settings.logLevel);
const tracing = await startTracing('gateway', settings, log);

const pool = createPool({
  url: settings.databaseUrlGateway,
  application_name: 'rhumbline gateway',
  max: 20,
  onError: (err) => log.warn({ err }, 'Database:ConnectionLost'),
});
const searchPool = createPool({
  url: settings.databaseUrlGateway,
  application_name: 'rhumbline gateway searches',
  max: 10,
  statement_timeout_ms: 10_000,
  onError: (err) => log.warn({ err }, 'Database:ConnectionLost'),
});
const serviceKey = new TextEncoder().encode(settings.serviceKey);
const metrics = createRegistry('gateway');
const domain = createDomainRelay({
  url: settings.domainUrl,
  service_key: serviceKey,
  breaker: createBreaker({
    dependency: 'domain_api',
    ...breakerOf(settings),
    isFailure: isDomainAway,
    refusal: domainUnavailable,
    metrics,
    log,
  }),
});

const readiness = { accepting: false };
const app = createGatewayApp(
  {
    pool,
    search_pool: searchPool,
    domain,
    verify_token: tokenVerifier(),
    limits: limitsOf(settings),
    trusted_proxies: settings.trustedProxies,
    cursors: createCursors(serviceKey),
    shown_settings: shownSettings('gateway', settings),
    log,
    software_version: SOFTWARE_VERSION,
    metrics,
  },
  readiness,
);
const server = await startServer({
  ...{ app, log, readiness },
  host: settings.gatewayHost,
  port: settings.gatewayPort,
  drain_ms: settings.drainTime,
});
const metricsServer = await startMetrics(metrics, {
  host: settings.metricsHost,
  port: settings.gatewayMetricsPort,
  log,
});

log.info({ signal: await untilToldToStop() }, 'Process:Stopping');
await Promise.all([server.stop(), metricsServer.stop()]);
await Promise.all([domain.stop(), pool.end(), searchPool.end(), tracing.stop()]);

function tokenVerifier() {
  const entra = entraOf(settings);
  if (entra === undefined) return undefined;
  const onError = (err: unknown) => log.warn({ err }, 'Identity:KeysUnavailable');
  return createTokenVerifier(createSigningKeys({ url: entra.jwks_url, onError }), entra);
}
