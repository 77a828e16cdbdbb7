import type { Queryable } from '../../db/pool.ts';
import { given, type Page, type PageAsked, type PageQuery, readPage } from '../reads/read-page.ts';
import { LAYER_COLUMNS, type LayerRef, type LayerRow, type LayerView, layerView } from './layer.ts';

/** Layer metadata by the ids of the assets: of all, or of one platform's. */
export async function listLayers(
  db: Queryable,
  filter: { platform_id: string | null },
  page: PageAsked,
): Promise<Page<LayerView>> {
  const { rows, next } = await readPage<LayerRow & Record<string, unknown>>(db, layerPage(filter, page));
  return { rows: rows.map(layerView), next };
}

export function layerPage({ platform_id }: { platform_id: string | null }, page: PageAsked): PageQuery {
  return {
    ...page,
    select: LAYER_COLUMNS,
    from: 'rhumbline.layer_metadata',
    where: given({ 'platform_id =': platform_id }),
    key: [['asset_id', 'text']],
  };
}

/** undefined when the asset has none, or is not the platform's. */
export async function readLayer(db: Queryable, { asset_id, platform_id }: LayerRef): Promise<LayerView | undefined> {
  const { rows } = await db.query<LayerRow>(
    `SELECT ${LAYER_COLUMNS} FROM rhumbline.layer_metadata
     WHERE asset_id = $1 AND ($2::text IS NULL OR platform_id = $2)`,
    [asset_id, platform_id],
  );
  return rows[0] && layerView(rows[0]);
}
