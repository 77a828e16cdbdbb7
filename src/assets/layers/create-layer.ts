import type pg from 'pg';
import { isUniqueViolation } from '../../db/transaction.ts';
import { FaultError } from '../../plan/fault.ts';
import { type Actor, appendEvents } from '../events.ts';
import type { Once } from '../idempotency/once.ts';
import { transactOnce } from '../idempotency/transact-once.ts';
import {
  LAYER_COLUMNS,
  type LayerFields,
  type LayerRef,
  type LayerView,
  layerTrail,
  layerValues,
  layerView,
} from './layer.ts';
import { lockLiveAsset } from './lock-live-asset.ts';

/** @throws FaultError `asset_not_found`, `asset_deleted`, `layer_metadata_exists` */
export async function createLayer(
  pool: pg.Pool,
  layer: LayerRef & LayerFields,
  actor: Actor,
  once: Once | null = null,
): Promise<LayerView> {
  try {
    return await transactOnce(pool, once, async (client) => {
      const { asset_id, platform_id } = await lockLiveAsset(client, layer);
      const { rows } = await client.query(
        `INSERT INTO rhumbline.layer_metadata (asset_id, platform_id, title, description, attribution, license, style, legend, tags,
           min_zoom, max_zoom, extra)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING ${LAYER_COLUMNS}`,
        [asset_id, platform_id, ...layerValues(layer)],
      );
      await appendEvents(client, [
        { kind: 'LayerMetadata:Created', actor, platform_id, asset_id, after: layerTrail(layer) },
      ]);
      return layerView(rows[0]);
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'layer_metadata_pkey')) throw error;
    throw new FaultError({
      code: 'layer_metadata_exists',
      message: `The asset ${layer.asset_id} has layer metadata already: PUT replaces it.`,
    });
  }
}
