import { createHash } from 'node:crypto';
import pg from 'pg';
import { copyItems } from '../../src/catalog/copy-items.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { randomOf } from '../torture/random.ts';

/** What an item is, by the remainder of its number by ten. */
const PUBLIC = [0, 1, 2, 3];
const DELETED = 4;
const PENDING = 5;
const OFFICIAL = 6;
const STANDALONE = 8;
const FOREIGN = 9;

export interface GeneratedItem {
  id: string;
  collection: string;
  platform_id: string;
  /** Of an asset that is not deleted. */
  is_platforms: boolean;
  is_public: boolean;
}

export const COLLECTIONS = ['alpha', 'beta', 'gamma', 'hidden'];
const START = Date.parse('2020-01-01T00:00:00Z');
const DAY = 86_400_000;

/**
 * Fills a database with collections and items: public ones, and those that are not for this reason or that. One collection
 * has assets of its items said once for all of them, one has nothing that is public. Many have the same time.
 *
 * @param url the owner's
 */
export async function generateItems(url: string, count: number): Promise<GeneratedItem[]> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=pgstac,public' });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO rhumbline.platforms (platform_id, display_name, required_refs) VALUES ('small', 'Small', ARRAY['id'])`,
    );
    for (const statement of assetsSql(count)) await client.query(statement);
    for (const id of COLLECTIONS) await client.query('SELECT create_collection($1::jsonb)', [collectionOf(id)]);
    const items = Array.from({ length: count }, (_, i) => itemOf(i));
    for (let from = 0; from < count; from += 5_000) {
      await copyItems(client, 'items_staging', items.slice(from, from + 5_000));
    }
    await client.query('SELECT update_collection_extents()');
    await client.query('ANALYZE');
    return items.map((item, i) => ({ id: String(item.id), collection: String(item.collection), ...standing(i) }));
  } finally {
    await client.end();
  }
}

function standing(i: number): Omit<GeneratedItem, 'id' | 'collection'> {
  const kind = i % 10;
  return {
    platform_id: i % 3 === 0 ? 'small' : 'ddh',
    is_platforms: kind !== DELETED && kind !== STANDALONE && kind !== FOREIGN,
    is_public: PUBLIC.includes(kind) && collectionName(i) !== 'hidden',
  };
}

function collectionName(i: number): string {
  return i % 20 === 7 || i % 50 === 1 ? 'hidden' : (COLLECTIONS[i % 3] ?? '');
}

function assetsSql(count: number): string[] {
  const source = `FROM generate_series(0, ${count - 1}) AS i WHERE i % 10 NOT IN (${STANDALONE}, ${FOREIGN})`;
  const platform = `CASE WHEN i % 3 = 0 THEN 'small' ELSE 'ddh' END`;
  const pending = `i % 10 = ${PENDING}`;
  const isHidden = '(i % 20 = 7 OR i % 50 = 1)';
  return [
    `INSERT INTO rhumbline.assets (asset_id, platform_id, platform_refs, data_type, clearance, deleted_at)
     SELECT md5(i::text), ${platform}, jsonb_build_object('id', i::text), 'raster',
            CASE WHEN i % 10 IN (${OFFICIAL}) OR ${isHidden} THEN 'ouo' WHEN i % 10 = 7 THEN 'uncleared' ELSE 'public' END,
            CASE WHEN i % 10 = ${DELETED} THEN now() END ${source}`,
    'BEGIN',
    `INSERT INTO rhumbline.asset_versions (asset_id, ordinal, platform_id, processing_state, approval_state, current_job_id,
       request_id, request_hash, outputs, reviewer, reviewed_at)
     SELECT md5(i::text), 1, ${platform}, 'completed', CASE WHEN ${pending} THEN 'pending_review' ELSE 'approved' END,
            md5(i::text) || '-v1-r0', 'item-' || i, repeat('0', 64), '{}',
            CASE WHEN NOT ${pending} THEN 'generated' END, CASE WHEN NOT ${pending} THEN now() END ${source}`,
    `INSERT INTO rhumbline.jobs (job_id, asset_id, ordinal, revision, platform_id, workflow_id, workflow_version, plan,
       plan_hash, inputs, state, percent, result, submitted_by, software_version, started_at, ended_at)
     SELECT md5(i::text) || '-v1-r0', md5(i::text), 1, 0, ${platform}, 'raster_ingest', 1, '{}', repeat('0', 64), '{}',
            'completed', 100, '{}', 'generated', '0.0.0', now(), now() ${source}`,
    'COMMIT',
  ];
}

function collectionOf(id: string): JsonObject {
  return {
    type: 'Collection',
    stac_version: '1.1.0',
    stac_extensions: [],
    id,
    title: `The collection ${id}`,
    description: `Generated: ${id}.`,
    license: 'other',
    extent: { spatial: { bbox: [[-180, -90, 180, 90]] }, temporal: { interval: [[null, null]] } },
    links: [],
    ...(id === 'beta' && {
      item_assets: {
        data: { type: 'image/tiff', roles: ['data'], title: 'Data' },
        thumbnail: { type: 'image/png', roles: ['thumbnail'] },
      },
    }),
  };
}

function itemOf(i: number): JsonObject {
  const random = randomOf(i, 'item').fraction;
  const west = Math.round(random() * 3_600 - 1_800) / 10;
  const south = Math.round(random() * 1_700 - 900) / 10;
  const [width, height] = [0.5 + random() * 5, 0.5 + random() * 4.5];
  const east = west + width;
  const north = Math.min(90, south + height);
  const kind = i % 10;
  const job =
    kind === STANDALONE
      ? `raster_ingest-${String(i).padStart(16, '0')}`
      : `${createHash('md5').update(String(i)).digest('hex')}-v1-r0${i % 11 === 0 ? '/register' : ''}`;
  return {
    type: 'Feature',
    stac_version: '1.1.0',
    stac_extensions: [],
    id: `item-${i}`,
    collection: collectionName(i),
    ...placed(west, south, east, north),
    properties: {
      ...timeOf(i, random),
      title: `Item ${i}`,
      'eo:cloud_cover': Math.round(random() * 1_000) / 10,
      ...(i % 4 === 0 && { mission: `sentinel-${i % 3}` }),
      ...(kind !== FOREIGN && { 'rhumbline:job_id': job }),
      note: null,
    },
    assets: {
      data: {
        href: `https://acct.blob.core.windows.net/silver/${i}.tif`,
        type: 'image/tiff',
        roles: ['data'],
        title: 'Data',
      },
      ...(i % 2 === 0 && {
        thumbnail: { href: `https://acct.blob.core.windows.net/silver/${i}.png`, type: 'image/png' },
      }),
    },
    links: [{ rel: 'collection', href: `../../${collectionName(i)}`, type: 'application/json' }],
  };
}

function placed(west: number, south: number, east: number, north: number): JsonObject {
  const ring = (w: number, e: number) => [
    [w, south],
    [e, south],
    [e, north],
    [w, north],
    [w, south],
  ];
  if (east <= 180)
    return { bbox: [west, south, east, north], geometry: { type: 'Polygon', coordinates: [ring(west, east)] } };
  const coordinates = [[ring(west, 180)], [ring(-180, east - 360)]];
  return { bbox: [west, south, east - 360, north], geometry: { type: 'MultiPolygon', coordinates } };
}

/** A tenth with a range of time, but in the last open collection; each seventh at the same time as others. */
function timeOf(i: number, random: () => number): JsonObject {
  const at = START + (i % 7 === 0 ? 100 : Math.floor(random() * 1_000)) * DAY;
  const text = (time: number) => new Date(time).toISOString();
  if (i % 10 === 2 && collectionName(i) !== 'gamma')
    return { datetime: null, start_datetime: text(at), end_datetime: text(at + 30 * DAY) };
  return { datetime: text(i % 7 === 0 ? at : at + Math.floor(random() * DAY)) };
}
