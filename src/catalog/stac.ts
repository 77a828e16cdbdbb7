import type { Footprint } from '../geo/footprint.ts';
import type { Bounds } from '../geo/raster.ts';
import type { JsonObject } from '../plan/json.ts';

export const STAC_VERSION = '1.1.0';

/** A STAC Item, always with a collection: https://github.com/radiantearth/stac-spec/blob/v1.1.0/item-spec/item-spec.md */
export interface StacItem {
  type: 'Feature';
  stac_version: typeof STAC_VERSION;
  stac_extensions: string[];
  id: string;
  collection: string;
  geometry: Footprint;
  bbox: Bounds;
  properties: JsonObject;
  assets: Record<string, JsonObject>;
  links: JsonObject[];
}

/** A STAC Collection. */
export interface StacCollection {
  type: 'Collection';
  stac_version: typeof STAC_VERSION;
  stac_extensions: string[];
  id: string;
  title?: string;
  description: string;
  license: string;
  extent: {
    spatial: { bbox: Bounds[] };
    temporal: { interval: [string | null, string | null][] };
  };
  links: JsonObject[];
}
