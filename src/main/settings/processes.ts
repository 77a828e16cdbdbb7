import type { SettingKey } from './definitions.ts';

interface Needs {
  readonly required: readonly SettingKey[];
  readonly optional: readonly SettingKey[];
}

const TEMPORAL = ['temporalAddress', 'temporalNamespace', 'taskQueueLight', 'taskQueueHeavy'] as const;
const PAYLOADS = ['payloadContainer', 'payloadThreshold'] as const;
const VERSION = ['workerDeployment', 'workerBuildId'] as const;
const ENTRA_ID = ['entraTenantId', 'entraAudience', 'entraIssuer', 'entraJwksUrl'] as const;
const ENTRA = [...ENTRA_ID, 'entraRoles', 'entraPlatformRole'] as const;
const LIMITS = ['requestLimit', 'failureLimit', 'trustedProxies'] as const;
const TRACING = ['otlpEndpoint', 'otlpHeaders'] as const;
const RETENTION = [
  ...(['jobRetention', 'eventRetention', 'webhookRetention', 'archiveRetention', 'productRetention'] as const),
] as const;
const BREAKER = ['breakerFailures', 'breakerPause'] as const;
const IDENTITY = ['identityEndpoint', 'identityHeader'] as const;

/**
 * What each kind of process reads. A required setting has no default, on purpose: a process that
 * guessed its queue or its database would do harm before anybody noticed.
 */
export const PROCESSES = {
  gateway: {
    required: ['databaseUrlGateway', 'domainUrl', 'serviceKey'],
    optional: [
      'gatewayHost',
      'gatewayPort',
      'metricsHost',
      'gatewayMetricsPort',
      'drainTime',
      'logLevel',
      ...TRACING,
      ...LIMITS,
      ...BREAKER,
      ...ENTRA,
    ],
  },
  domain: {
    required: [...TEMPORAL, 'databaseUrlDomain', 'storageUrl', 'serviceKey', 'webhookKey', 'workflowsDir'],
    optional: [
      ...(['storageCaFile', ...IDENTITY, ...PAYLOADS, 'payloadRetention', 'idempotencyRetention'] as const),
      ...(['domainHost', 'domainPort', 'metricsHost', 'domainMetricsPort', 'drainTime', 'logLevel'] as const),
      ...([
        'inboundContainers',
        'productContainers',
        'signedHrefLifetime',
        'maxSourceBytes',
        'unfinishedRuns',
        'usedRuns',
        'testPauseBeforeStartMs',
        ...BREAKER,
      ] as const),
      ...TRACING,
      ...(['webhookRetryDelays', 'webhookLocalHosts'] as const),
      // For migrations by HTTP.
      ...(['databaseUrl', 'databaseUrlGateway'] as const),
    ],
  },
  worker: {
    required: [...TEMPORAL, 'databaseUrlDomain', 'storageUrl', 'scratchDir', 'webhookKey'],
    optional: [
      ...(['storageCaFile', ...IDENTITY, ...PAYLOADS, 'usedRuns', 'inboundContainers'] as const),
      ...(['productContainers', 'workerQueues', 'heavySlots', 'gdalThreads', 'gdalCacheMb', 'logLevel'] as const),
      ...(['metricsHost', 'workerMetricsPort'] as const),
      ...TRACING,
      ...(['webhookRetryDelays', 'webhookLocalHosts'] as const),
      ...RETENTION,
      ...VERSION,
    ],
  },
  deployment: {
    required: ['temporalAddress', 'temporalNamespace'],
    optional: [...VERSION],
  },
  migrate: {
    required: ['databaseUrl', 'databaseUrlDomain', 'databaseUrlGateway'],
    optional: ['logLevel'],
  },
  prepare: {
    required: ['temporalAddress', 'temporalNamespace', 'storageUrl'],
    optional: [
      ...(['storageCaFile', ...IDENTITY, 'namespaceRetention'] as const),
      ...(['inboundContainers', 'productContainers', 'payloadContainer'] as const),
    ],
  },
  'api-key': {
    required: ['databaseUrlDomain'],
    optional: [],
  },
  'identity-stub': {
    required: ['identityHeader'],
    optional: ['identityHost', 'identityPort'],
  },
  cli: {
    required: [],
    optional: [
      ...(['gatewayUrl', 'apiKey', 'storageUrl', 'storageCaFile', ...IDENTITY] as const),
      ...(['temporalUiUrl', 'temporalNamespace', 'stateDir', 'workflowsDir'] as const),
    ],
  },
  demo: {
    required: ['gatewayUrl', 'apiKey', 'storageUrl', 'databaseUrlDomain', 'temporalUiUrl', 'temporalNamespace'],
    optional: ['storageCaFile', ...IDENTITY],
  },
  stack: {
    required: [],
    optional: [
      'stateDir',
      'gatewayHost',
      'gatewayPort',
      'domainHost',
      'domainPort',
      'drainTime',
      ...LIMITS,
      ...BREAKER,
      'metricsHost',
      'gatewayMetricsPort',
      'domainMetricsPort',
      'workerMetricsPort',
      ...TRACING,
      ...ENTRA,
      'temporalPort',
      'temporalUiPort',
      'postgresPort',
      'azuritePort',
      'identityPort',
      'temporalAddress',
      'temporalNamespace',
      'temporalUiUrl',
      'databaseUrl',
      'databaseUrlDomain',
      'databaseUrlGateway',
      'storageUrl',
      'storageCaFile',
      ...IDENTITY,
      'inboundContainers',
      'productContainers',
      ...PAYLOADS,
      'payloadRetention',
      ...RETENTION,
      'idempotencyRetention',
      'webhookRetryDelays',
      'webhookLocalHosts',
      'taskQueueLight',
      'taskQueueHeavy',
      'workflowsDir',
      'scratchDir',
      'workerQueues',
      'heavySlots',
      ...VERSION,
      'gdalThreads',
      'gdalCacheMb',
      'maxSourceBytes',
      'unfinishedRuns',
      'usedRuns',
      'logLevel',
      'testPauseBeforeStartMs',
    ],
  },
} as const satisfies Record<string, Needs>;

/** Of each of these a process needs all or none. */
export const GROUPS: readonly (readonly SettingKey[])[] = [ENTRA_ID];

export type ProcessKind = keyof typeof PROCESSES;
export const PROCESS_KINDS = Object.keys(PROCESSES) as ProcessKind[];
