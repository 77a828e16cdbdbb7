import { defineOperation } from './operation.ts';
import * as schema from './schemas/admin.ts';

/** What those do who run the service, which the gateway forwards and the domain API does. */

const ADMIN = { tag: 'Administration', scope: 'admin' } as const;

export const createPlatform = defineOperation({
  ...ADMIN,
  method: 'post',
  operation_id: 'createPlatform',
  summary: 'Add a platform',
  idempotency_key: true,
  body: schema.platformBody,
  reply: { status: 201, description: 'Added.', schema: schema.platform },
  problems: ['platform_not_allowed', 'platform_exists'],
});

export const updatePlatform = defineOperation({
  ...ADMIN,
  method: 'patch',
  operation_id: 'updatePlatform',
  summary: 'Change a platform, deactivate it, activate it again',
  description: 'What is left out stays as it is. Required references cannot be changed: assets are named by them.',
  if_match: true,
  params: schema.platformParams,
  body: schema.platformUpdateBody,
  reply: { status: 200, description: 'Changed.', schema: schema.platform },
  problems: ['platform_not_allowed', 'platform_not_found', 'platform_ref_in_use', 'invalid_platform_refs'],
});

export const createApiKey = defineOperation({
  ...ADMIN,
  method: 'post',
  operation_id: 'createApiKey',
  summary: 'Make an API key',
  description: 'A key that is bound to a platform makes keys of that platform alone.',
  idempotency_key: true,
  no_store: true,
  body: schema.apiKeyBody,
  reply: { status: 201, description: 'Made. The key is told this once.', schema: schema.mintedApiKey },
  problems: ['platform_not_allowed', 'unknown_platform'],
});

const ONE_KEY = { ...ADMIN, params: schema.apiKeyParams } as const;

export const rotateApiKey = defineOperation({
  ...ONE_KEY,
  method: 'post',
  operation_id: 'rotateApiKey',
  summary: 'Give an API key a successor',
  description: 'With the same name, scopes and platform. Both are good until the overlap is over.',
  idempotency_key: true,
  no_store: true,
  body: schema.rotationBody,
  reply: { status: 201, description: 'Made. The new key is told this once.', schema: schema.mintedApiKey },
  problems: ['api_key_not_found', 'api_key_rotated', 'api_key_expired', 'api_key_revoked'],
});

export const revokeApiKey = defineOperation({
  ...ONE_KEY,
  method: 'delete',
  operation_id: 'revokeApiKey',
  summary: 'Revoke an API key, at once',
  reply: { status: 200, description: 'Revoked.', schema: schema.apiKey },
  problems: ['api_key_not_found', 'api_key_revoked'],
});

export const rotateWebhookSecret = defineOperation({
  ...ADMIN,
  method: 'post',
  operation_id: 'rotateWebhookSecret',
  summary: "Give a platform's callbacks a signing secret, or the next one",
  description: 'Both are signed with until the overlap is over. Of three the oldest ends at once.',
  idempotency_key: true,
  no_store: true,
  params: schema.platformParams,
  body: schema.webhookSecretBody,
  reply: { status: 201, description: 'Made. The secret is told this once.', schema: schema.mintedWebhookSecret },
  problems: ['platform_not_found'],
});

export const redeliverWebhook = defineOperation({
  ...ADMIN,
  method: 'post',
  operation_id: 'redeliverWebhook',
  summary: 'Send a callback again that was given up',
  description: 'Under its id, and as it was: with what it told of at its time.',
  params: schema.webhookParams,
  reply: { status: 202, description: 'It is on its way.', schema: schema.webhook },
  problems: ['webhook_not_found', 'webhook_not_dead'],
});

export const deploy = defineOperation({
  ...ADMIN,
  method: 'post',
  operation_id: 'deploy',
  summary: 'Bring the database to the state that the software needs',
  description:
    'Migrations, roles and rights. Where there is nothing to do, nothing is done; two at once wait for each other.',
  query: schema.deployQuery,
  reply: { status: 200, description: 'Done.', schema: schema.deployed },
  problems: ['platform_not_allowed', 'deploy_unavailable'],
});
