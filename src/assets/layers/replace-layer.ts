import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import { type Actor, appendEvents } from '../events.ts';
import { LAYER_COLUMNS, type LayerFields, type LayerView, layerTrail, layerValues, layerView } from './layer.ts';
import { type LayerToChange, lockLayer } from './lock-layer.ts';
import { lockLiveAsset } from './lock-live-asset.ts';

/**
 * Puts another in the place of an asset's layer metadata, all of it.
 *
 * @throws FaultError `asset_not_found`, `asset_deleted`, `layer_metadata_not_found`, `stale_if_match`
 */
export function replaceLayer(pool: pg.Pool, layer: LayerToChange & LayerFields, actor: Actor): Promise<LayerView> {
  return withTransaction(pool, async (client) => {
    const { asset_id, platform_id } = await lockLiveAsset(client, layer);
    const before = await lockLayer(client, layer);
    const { rows } = await client.query(
      `UPDATE rhumbline.layer_metadata
       SET title = $2, description = $3, attribution = $4, license = $5, style = $6, legend = $7, tags = $8, min_zoom = $9,
           max_zoom = $10, extra = $11, row_version = nextval('rhumbline.layer_row_versions'), updated_at = now()
       WHERE asset_id = $1 RETURNING ${LAYER_COLUMNS}`,
      [asset_id, ...layerValues(layer)],
    );
    const trail = { actor, platform_id, asset_id, before: layerTrail(before), after: layerTrail(layer) };
    await appendEvents(client, [{ kind: 'LayerMetadata:Replaced', ...trail }]);
    return layerView(rows[0]);
  });
}
