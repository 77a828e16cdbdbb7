import { JOB_PROPERTY, versionOfJob } from '../../catalog/item-owner.ts';
import { STAC_VERSION, type StacCollection, type StacItem } from '../../catalog/stac.ts';
import { toldCode } from '../../geo/crs-code.ts';
import { groundResolution } from '../../geo/ground-resolution.ts';
import { tidyBounds } from '../../geo/tidy-grid.ts';
import { FaultError } from '../../plan/fault.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { BlobRef } from '../../storage/blob-store.ts';
import { buildAsset, buildOtherAsset, hasColours } from './build-asset.ts';
import type { StacItemRef, StacRegisterItemInput } from './contract.ts';
import { createdAt, itemTime } from './item-time.ts';

const EXTENSIONS = {
  projection: 'https://stac-extensions.github.io/projection/v2.0.0/schema.json',
  raster: 'https://stac-extensions.github.io/raster/v2.0.0/schema.json',
  file: 'https://stac-extensions.github.io/file/v2.1.0/schema.json',
  processing: 'https://stac-extensions.github.io/processing/v1.2.0/schema.json',
  eo: 'https://stac-extensions.github.io/eo/v2.0.0/schema.json',
  version: 'https://stac-extensions.github.io/version/v1.2.0/schema.json',
} as const;

/** Of properties that nobody else may give: they say whose an item is. */
const OWN_PREFIX = 'rhumbline:';

export interface ItemCircumstances {
  /** Stable URL of a blob. */
  urlOf: (blob: BlobRef) => string;
  job_id: string;
  software_version: string;
  /** RFC 3339, UTC. */
  now: string;
  /** The item of the same id that is there already. */
  replaced: JsonObject | undefined;
}

/** A STAC 1.1 item of a raster and its COG. @throws FaultError `invalid_datetime`, `reserved_property` */
export function buildItem(input: StacRegisterItemInput, circumstances: ItemCircumstances): StacItem {
  const { raster, cog } = input;
  const { urlOf, now, replaced } = circumstances;
  const href = urlOf({ container_name: cog.container_name, blob_name: cog.blob_name });
  const computed: JsonObject = {
    ...itemTime(input, replaced, now),
    created: createdAt(replaced, now),
    updated: now,
    ...about(input),
    ...projection(raster),
    'processing:software': { Rhumbline: circumstances.software_version },
    'processing:datetime': now,
    ...provenance(circumstances.job_id),
    'rhumbline:raster_class': raster.raster_class,
  };
  return {
    type: 'Feature',
    stac_version: STAC_VERSION,
    stac_extensions: extensionsOf(input, circumstances),
    id: input.item_id,
    collection: input.collection_id,
    ...placeOf(input),
    properties: { ...givenProperties(input, computed), ...computed },
    assets: { data: buildAsset(cog, href, groundResolution(raster)), ...otherAssets(input, circumstances) },
    links: [collectionLink(input.collection_id), ...(input.derived_from ?? []).map(derivedFrom)],
  };
}

/** The outline of the data where that is known. */
export function placeOf({ footprint, raster }: StacRegisterItemInput): Pick<StacItem, 'geometry' | 'bbox'> {
  return footprint ?? { geometry: raster.geometry_wgs84, bbox: raster.bbox_wgs84 };
}

function extensionsOf({ cog }: StacRegisterItemInput, { job_id }: ItemCircumstances): string[] {
  const { eo, version, ...always } = EXTENSIONS;
  return [...Object.values(always), ...(hasColours(cog) ? [eo] : []), ...(versionOfJob(job_id) ? [version] : [])];
}

function otherAssets({ assets, more_assets, raster }: StacRegisterItemInput, { urlOf }: ItemCircumstances): JsonObject {
  const built = Object.entries({ ...more_assets, ...assets }).map(([name, asset]) => {
    const { container_name, blob_name } = asset;
    return [name, buildOtherAsset(asset, urlOf({ container_name, blob_name }), raster)];
  });
  return Object.fromEntries(built);
}

/** The asset's id is for those who search; whose the item is follows from the job. `version` is the asset version's ordinal. */
function provenance(jobId: string): JsonObject {
  const made = versionOfJob(jobId);
  return {
    [JOB_PROPERTY]: jobId,
    ...(made && { 'rhumbline:asset_id': made.asset_id, version: String(made.ordinal) }),
  };
}

/** STAC wants it of an item in a collection. As a STAC API lays them out: `…/collections/C/items/I`. */
function collectionLink(collectionId: string): JsonObject {
  return { rel: 'collection', href: `../../${collectionId}`, type: 'application/json' };
}

function derivedFrom({ collection_id, item_id }: StacItemRef): JsonObject {
  return { rel: 'derived_from', href: `../../${collection_id}/items/${item_id}`, type: 'application/geo+json' };
}

function about({ title, description, keywords }: StacRegisterItemInput): JsonObject {
  return {
    ...(title && { title }),
    ...(description && { description }),
    ...(keywords && keywords.length > 0 && { keywords }),
  };
}

/** `proj:shape` is rows, then columns. `proj:transform` has rows of its matrix one after the other. */
function projection(raster: StacRegisterItemInput['raster']): JsonObject {
  const [x0, dx, shearX, y0, shearY, dy] = raster.geotransform;
  const { wkt2, projjson } = raster.crs;
  const code = raster.crs.code ?? toldCode(raster.crs);
  return {
    'proj:code': code,
    ...(code === null && { 'proj:wkt2': wkt2, ...(projjson && { 'proj:projjson': projjson }) }),
    'proj:shape': [raster.height, raster.width],
    'proj:transform': [dx, shearX, x0, shearY, dy, y0],
    'proj:bbox': tidyBounds(raster.bounds, raster.resolution),
  };
}

function givenProperties(input: StacRegisterItemInput, computed: JsonObject): JsonObject {
  const given = Object.fromEntries(Object.entries(input.properties ?? {}).filter(([, value]) => value !== null));
  const reserved = Object.keys(given).filter((name) => Object.hasOwn(computed, name) || name.startsWith(OWN_PREFIX));
  if (reserved.length === 0) return given;
  const message = `The properties ${reserved.join(', ')} are computed and may not be given. Leave them out.`;
  throw new FaultError({ code: 'reserved_property', message, detail: { properties: reserved } });
}

/** The collection that is made where there is none: its extent is that of its first item until the catalogue knows better. */
export function buildCollection(input: StacRegisterItemInput): StacCollection {
  const { title, description, license } = input.collection ?? {};
  return {
    type: 'Collection',
    stac_version: STAC_VERSION,
    stac_extensions: [],
    id: input.collection_id,
    ...(title && { title }),
    description: description || title || `Rasters of the collection ${input.collection_id}.`,
    license: license || 'other',
    extent: { spatial: { bbox: [placeOf(input).bbox] }, temporal: { interval: [[null, null]] } },
    links: [],
  };
}
