import { defineOperation } from './operation.ts';
import * as schema from './schemas/layers.ts';
import { assetParams } from './schemas/parameters.ts';

/** Changes of layer metadata, which the gateway forwards and the domain API does. */

const LAYER = { tag: 'Layer metadata', scope: 'admin' } as const;
const ONE = { ...LAYER, params: assetParams, if_match: true } as const;

export const createLayer = defineOperation({
  ...LAYER,
  method: 'post',
  operation_id: 'createLayerMetadata',
  summary: 'Say how a web map shows an asset',
  idempotency_key: true,
  body: schema.newLayerBody,
  reply: { status: 201, description: 'Made.', schema: schema.layer },
  problems: ['asset_not_found', 'asset_deleted', 'layer_metadata_exists'],
});

export const replaceLayer = defineOperation({
  ...ONE,
  method: 'put',
  operation_id: 'replaceLayerMetadata',
  summary: 'Replace the layer metadata of an asset, all of it',
  description: 'What is left out is empty thereafter.',
  body: schema.layerBody,
  reply: { status: 200, description: 'Replaced.', schema: schema.layer },
  problems: ['asset_not_found', 'asset_deleted', 'layer_metadata_not_found'],
});

export const deleteLayer = defineOperation({
  ...ONE,
  method: 'delete',
  operation_id: 'deleteLayerMetadata',
  summary: 'Remove the layer metadata of an asset',
  reply: { status: 200, description: 'Removed; this is what it was.', schema: schema.layer },
  problems: ['layer_metadata_not_found'],
});
