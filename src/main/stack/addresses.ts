import { join, resolve } from 'node:path';
import type { Settings } from '../settings/settings.ts';
import { ACCOUNT } from './parts/azurite.ts';
import { DATABASE, databaseUrl, OWNER } from './parts/postgres-setup.ts';
import type { PortUse } from './ports.ts';
import type { Secrets } from './secrets.ts';
import type { StateFolder } from './state-folder.ts';

/** Which parts this stack runs itself; the others were given by address. */
export interface OwnParts {
  readonly temporal: boolean;
  readonly postgres: boolean;
  readonly storage: boolean;
}

export function ownParts(settings: Settings<'stack'>): OwnParts {
  return {
    temporal: settings.temporalAddress === undefined,
    postgres: settings.databaseUrl === undefined,
    storage: settings.storageUrl === undefined,
  };
}

/** The addresses of the parts that this stack runs itself. */
export function ownUrls(settings: Settings<'stack'>, secrets: Secrets) {
  return {
    temporalAddress: `127.0.0.1:${settings.temporalPort}`,
    databaseUrl: databaseUrl(settings.postgresPort, OWNER, secrets.databaseOwnerPassword, DATABASE),
    storageUrl: `https://127.0.0.1:${settings.azuritePort}/${ACCOUNT}`,
  };
}

export function portsOf(settings: Settings<'stack'>, own: OwnParts, infraOnly: boolean): PortUse[] {
  const apps: PortUse[] = [
    { part: 'gateway', port: settings.gatewayPort, env: 'RHUMBLINE_GATEWAY_PORT' },
    { part: 'domain API', port: settings.domainPort, env: 'RHUMBLINE_DOMAIN_PORT' },
  ];
  const temporal: PortUse[] = [
    { part: 'Temporal', port: settings.temporalPort, env: 'RHUMBLINE_TEMPORAL_PORT' },
    { part: 'Temporal UI', port: settings.temporalUiPort, env: 'RHUMBLINE_TEMPORAL_UI_PORT' },
  ];
  const storage: PortUse[] = [
    { part: 'Azurite', port: settings.azuritePort, env: 'RHUMBLINE_AZURITE_PORT' },
    { part: 'identity', port: settings.identityPort, env: 'RHUMBLINE_IDENTITY_PORT' },
  ];
  return [
    ...(infraOnly ? [] : apps),
    ...(own.temporal ? temporal : []),
    ...(own.postgres ? [{ part: 'PostgreSQL', port: settings.postgresPort, env: 'RHUMBLINE_POSTGRES_PORT' }] : []),
    ...(own.storage ? storage : []),
  ];
}

/** Requests a minute that nobody comes to. */
const UNLIMITED = 1_000_000_000;

/** Addresses and keys of a running stack by their environment names: what `stack.env` says and the processes get. */
export function stackEnvironment(
  settings: Settings<'stack'>,
  secrets: Secrets,
  folder: StateFolder,
  root: string,
): Record<string, string> {
  return withoutUndefined({
    RHUMBLINE_STATE_DIR: folder.root,
    RHUMBLINE_GATEWAY_URL: httpUrl(settings.gatewayHost, settings.gatewayPort),
    RHUMBLINE_GATEWAY_HOST: settings.gatewayHost,
    RHUMBLINE_GATEWAY_PORT: `${settings.gatewayPort}`,
    // One key does everything here, tests and measurements too.
    RHUMBLINE_REQUEST_LIMIT: `${settings.requestLimit ?? UNLIMITED}`,
    RHUMBLINE_FAILURE_LIMIT: `${settings.failureLimit ?? UNLIMITED}`,
    RHUMBLINE_DOMAIN_URL: httpUrl(settings.domainHost, settings.domainPort),
    RHUMBLINE_DOMAIN_HOST: settings.domainHost,
    RHUMBLINE_DOMAIN_PORT: `${settings.domainPort}`,
    RHUMBLINE_SERVICE_KEY: secrets.serviceKey,
    RHUMBLINE_WEBHOOK_KEY: secrets.webhookKey,
    RHUMBLINE_WORKFLOWS_DIR: resolve(root, settings.workflowsDir ?? 'workflows'),
    RHUMBLINE_SCRATCH_DIR: resolve(root, settings.scratchDir ?? folder.scratch),
    RHUMBLINE_TASK_QUEUE_LIGHT: settings.taskQueueLight ?? 'rhumbline-light',
    RHUMBLINE_TASK_QUEUE_HEAVY: settings.taskQueueHeavy ?? 'rhumbline-heavy',
    RHUMBLINE_WORKER_DEPLOYMENT: settings.workerDeployment,
    RHUMBLINE_WORKER_BUILD_ID: settings.workerBuildId,
    ...temporalEnvironment(settings, ownUrls(settings, secrets).temporalAddress),
    ...databaseEnvironment(settings, secrets),
    ...storageEnvironment(settings, secrets, folder),
  });
}

function temporalEnvironment(settings: Settings<'stack'>, ownAddress: string) {
  const own = settings.temporalAddress === undefined;
  return {
    TEMPORAL_ADDRESS: settings.temporalAddress ?? ownAddress,
    TEMPORAL_NAMESPACE: settings.temporalNamespace ?? 'default',
    TEMPORAL_UI_URL: own ? `http://127.0.0.1:${settings.temporalUiPort}` : settings.temporalUiUrl,
  };
}

function databaseEnvironment(settings: Settings<'stack'>, secrets: Secrets) {
  const owner = settings.databaseUrl ?? ownUrls(settings, secrets).databaseUrl;
  return {
    DATABASE_URL: owner,
    DATABASE_URL_DOMAIN:
      settings.databaseUrlDomain ?? withLogin(owner, 'rhumbline_domain', secrets.databaseDomainPassword),
    DATABASE_URL_GATEWAY:
      settings.databaseUrlGateway ?? withLogin(owner, 'rhumbline_gateway', secrets.databaseGatewayPassword),
  };
}

function storageEnvironment(settings: Settings<'stack'>, secrets: Secrets, folder: StateFolder) {
  if (settings.storageUrl !== undefined) {
    return {
      RHUMBLINE_STORAGE_URL: settings.storageUrl,
      RHUMBLINE_STORAGE_CA_FILE: settings.storageCaFile,
      IDENTITY_ENDPOINT: settings.identityEndpoint,
      IDENTITY_HEADER: settings.identityHeader,
    };
  }
  return {
    RHUMBLINE_STORAGE_URL: ownUrls(settings, secrets).storageUrl,
    RHUMBLINE_STORAGE_CA_FILE: join(folder.certificates, 'ca.pem'),
    IDENTITY_ENDPOINT: `http://127.0.0.1:${settings.identityPort}/msi/token`,
    IDENTITY_HEADER: secrets.identityHeader,
  };
}

/** A wildcard is an address to listen on, not one to call. */
function httpUrl(host: string, port: number): string {
  const callable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${callable.includes(':') ? `[${callable}]` : callable}:${port}`;
}

function withLogin(databaseUrl: string, user: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = user;
  url.password = password;
  return url.href;
}

function withoutUndefined(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
