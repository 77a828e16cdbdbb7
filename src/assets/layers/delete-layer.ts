import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import { type Actor, appendEvents } from '../events.ts';
import { type LayerView, layerTrail } from './layer.ts';
import { type LayerToChange, lockLayer } from './lock-layer.ts';

/**
 * Removes an asset's layer metadata, also of one that is deleted. The trail keeps what it was.
 *
 * @throws FaultError `layer_metadata_not_found`, `stale_if_match`
 */
export function deleteLayer(pool: pg.Pool, ref: LayerToChange, actor: Actor): Promise<LayerView> {
  return withTransaction(pool, async (client) => {
    const layer = await lockLayer(client, ref);
    const { asset_id, platform_id } = layer;
    await client.query('DELETE FROM rhumbline.layer_metadata WHERE asset_id = $1', [asset_id]);
    await appendEvents(client, [
      { kind: 'LayerMetadata:Deleted', actor, platform_id, asset_id, before: layerTrail(layer) },
    ]);
    return layer;
  });
}
