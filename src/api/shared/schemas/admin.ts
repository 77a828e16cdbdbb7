import { z } from 'zod';
import { SCOPES } from '../../../assets/api-keys/api-key.ts';
import { API_KEY_STATES } from '../../../assets/api-keys/states.ts';
import { WEBHOOK_STATES } from '../../../assets/webhooks/list-webhooks.ts';
import * as field from './fields.ts';

/** Bodies, parameters and answers of those who run the service. */

export const platformParams = z.object({ platform_id: field.platformId });

const newPlatformId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must have 1 to 50 lower-case letters, digits, _ and -')
  .meta({ description: 'The platform, for ever: it is part of what asset ids are made of.', example: 'gis-hub' });
const displayName = field.text(200).meta({ example: 'GIS Hub' });
/** As JSON Schema says it. */
const DIFFERENT = { uniqueItems: true };
const references = z.array(field.text(100)).max(20).refine(areDifferent, 'must not name one twice');

export const platformBody = z
  .strictObject({
    platform_id: newPlatformId,
    display_name: displayName,
    required_refs: references.min(1).meta({
      ...DIFFERENT,
      description: 'References that every submission has to give. They cannot be changed later.',
    }),
    optional_refs: references.meta(DIFFERENT).default([]).meta({ description: 'References that it may give.' }),
  })
  .refine(({ required_refs, optional_refs }) => !optional_refs.some((ref) => required_refs.includes(ref)), {
    path: ['optional_refs'],
    message: 'must not name what is required',
  })
  .meta({
    id: 'NewPlatform',
    example: {
      platform_id: 'gis-hub',
      display_name: 'GIS Hub',
      required_refs: ['dataset_id'],
      optional_refs: ['resource_id'],
    },
  });

export const platformUpdateBody = z
  .strictObject({
    display_name: displayName.optional(),
    optional_refs: references
      .meta(DIFFERENT)
      .optional()
      .meta({ description: 'One that names assets cannot be taken away.' }),
    is_active: z.boolean().optional().meta({
      description: 'False: nothing is submitted for it any more. What is there stays, and is reviewed.',
    }),
  })
  .refine((update) => Object.keys(update).length > 0, 'must change something')
  .meta({ id: 'PlatformUpdate', minProperties: 1, example: { is_active: false } });

export const platform = z
  .object({
    platform_id: field.platformId,
    display_name: z.string(),
    required_refs: z.array(z.string()),
    optional_refs: z.array(z.string()),
    is_active: z.boolean(),
    created_at: field.timestamp,
    updated_at: field.timestamp,
  })
  .meta({ id: 'Platform' });

const prefix = z
  .string()
  .regex(/^[0-9a-z]{12}$/, 'must have 12 lower-case letters and digits')
  .meta({ description: 'What stands after rh_ in the key. It is no secret.', example: 'k3v9x0q2m7ab' });

export const apiKeyParams = z.object({ prefix });

const expiry = z.iso
  .datetime()
  .refine((time) => Date.parse(time) > Date.now(), 'must be in the future')
  .meta({ description: 'RFC 3339, UTC.', example: '2099-01-01T00:00:00Z' });

export const apiKeyBody = z
  .strictObject({
    name: field.text(100).meta({ description: 'For people: whose key this is.', example: 'Nightly import' }),
    scopes: z.array(z.enum(SCOPES)).min(1).refine(areDifferent, 'must not name one twice').meta(DIFFERENT),
    platform_id: field.platformId.nullish().meta({ description: 'The platform that it is bound to; none: to any.' }),
    expires_at: expiry.nullish().meta({ description: 'Null or absent: never.' }),
  })
  .meta({
    id: 'NewApiKey',
    example: { name: 'Nightly import', scopes: ['submit', 'read'], platform_id: 'ddh', expires_at: null },
  });

const DAY_S = 86_400;

export const rotationBody = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(90 * DAY_S)
      .default(DAY_S)
      .meta({ description: 'So long the old key goes on, but not beyond its own expiry.' }),
    expires_at: expiry.nullable().optional().meta({
      description: 'Of the new key; null: never. Absent: it lives as long as the old one was to.',
    }),
  })
  .prefault({})
  .meta({ id: 'Rotation', example: { overlap_seconds: 3600 } });

export const apiKey = z
  .object({
    prefix,
    name: z.string(),
    state: z.enum(API_KEY_STATES).meta({ description: 'rotated: it has a successor, and goes on until it expires.' }),
    scopes: z.array(z.enum(SCOPES)),
    platform_id: field.platformId.nullable(),
    created_at: field.timestamp,
    expires_at: field.timestamp.nullable(),
    revoked_at: field.timestamp.nullable(),
    replaced_by: prefix.nullable().meta({ description: 'Prefix of its successor.' }),
  })
  .meta({ id: 'ApiKey' });

export const mintedApiKey = apiKey
  .extend({ key: z.string().meta({ description: 'The key itself, told this once and never again.' }) })
  .meta({ id: 'MintedApiKey' });

export const webhookSecretBody = z
  .strictObject({
    overlap_seconds: z
      .int()
      .min(0)
      .max(90 * DAY_S)
      .default(DAY_S)
      .meta({ description: 'So long callbacks are signed with the secret before as well.' }),
  })
  .prefault({})
  .meta({ id: 'WebhookSecretRotation', example: { overlap_seconds: 86400 } });

export const mintedWebhookSecret = z
  .object({
    platform_id: field.platformId,
    secret: z.string().meta({ description: 'whsec_ and 32 bytes in base64, told this once and never again.' }),
    created_at: field.timestamp,
    previous_until: field.timestamp.nullable().meta({
      description: 'Until when callbacks are signed with the secret before as well; null where there was none.',
    }),
  })
  .meta({ id: 'MintedWebhookSecret' });

const deliveryId = z
  .string()
  .regex(/^msg_[0-9a-f]{32}$/, 'must be msg_ and 32 hexadecimal digits')
  .meta({ description: 'The header webhook-id.', example: 'msg_0123456789abcdef0123456789abcdef' });

export const webhookParams = z.object({ delivery_id: deliveryId });

export const webhookFilters = z.object({
  platform_id: field.platformId.optional(),
  state: z
    .enum(WEBHOOK_STATES)
    .default('dead')
    .meta({ description: 'dead: given up. pending: on its way, or between two attempts.' }),
});

export const webhook = z
  .object({
    delivery_id: deliveryId,
    platform_id: field.platformId,
    asset_id: z.string(),
    version_ordinal: z.int(),
    request_id: z.string(),
    type: z.string().meta({ example: 'version.processing.completed' }),
    url: z.string().meta({ description: 'Without its query.' }),
    state: z.enum(WEBHOOK_STATES),
    round: z.int().meta({ description: 'One more each time that it was asked for again.' }),
    attempts: z.int().meta({ description: 'Of this round.' }),
    last_status: z.int().nullable().meta({ description: 'HTTP status of the last answer.' }),
    last_error: field.clientError.nullable().meta({ description: 'Why the last attempt was of no use.' }),
    last_attempt_at: field.timestamp.nullable(),
    created_at: field.timestamp,
    ended_at: field.timestamp.nullable(),
  })
  .meta({ id: 'Webhook' });

export const deployQuery = z.strictObject({
  confirm: z.enum(['yes']).meta({ description: 'Said so that nobody does it by accident.' }),
});

export const deployed = z
  .object({ applied: z.array(z.string()).meta({ description: 'Migrations that were not there yet.', example: [] }) })
  .meta({ id: 'Deployed' });

function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
