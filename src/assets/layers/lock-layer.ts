import type pg from 'pg';
import { type RowVersions, refuseStale } from '../row-version.ts';
import { LAYER_COLUMNS, type LayerRef, type LayerRow, type LayerView, layerNotFound, layerView } from './layer.ts';

export interface LayerToChange extends LayerRef {
  /** Row versions, one of which it must have; nothing or null where any is right. */
  expected?: RowVersions | null;
}

/** Holds the row until the transaction ends. @throws FaultError `layer_metadata_not_found`, `stale_if_match` */
export async function lockLayer(
  client: pg.PoolClient,
  { asset_id, platform_id, expected }: LayerToChange,
): Promise<LayerView> {
  const { rows } = await client.query<LayerRow>(
    `SELECT ${LAYER_COLUMNS} FROM rhumbline.layer_metadata
     WHERE asset_id = $1 AND ($2::text IS NULL OR platform_id = $2) FOR UPDATE`,
    [asset_id, platform_id],
  );
  if (rows[0] === undefined) throw layerNotFound(asset_id);
  refuseStale(`The layer metadata of ${asset_id}`, rows[0].row_version, expected);
  return layerView(rows[0]);
}
