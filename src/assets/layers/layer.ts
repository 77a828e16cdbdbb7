import { storableJson } from '../../db/storable-json.ts';
import { FaultError } from '../../plan/fault.ts';
import type { JsonObject } from '../../plan/json.ts';
import { timeOf } from '../reads/time.ts';

/** What a legend says of one colour or class. */
export interface LegendEntry {
  label: string;
  /** `#rrggbb` or `#rrggbbaa`. */
  color: string;
}

/** How a web map shows an asset, as somebody has said it. */
export interface LayerFields {
  title: string;
  description: string | null;
  attribution: string | null;
  license: string | null;
  /** For the map that draws it; not interpreted. */
  style: JsonObject;
  legend: LegendEntry[];
  tags: string[];
  /** Zoom levels of the map, from 0; null: any. */
  min_zoom: number | null;
  max_zoom: number | null;
  /** Whatever else clients agree upon. */
  extra: JsonObject;
}

export interface LayerView extends LayerFields {
  asset_id: string;
  platform_id: string;
  created_at: string;
  updated_at: string;
  row_version: number;
}

/** Of one asset; null for a caller who is bound to no platform. */
export interface LayerRef {
  asset_id: string;
  platform_id: string | null;
}

export interface LayerRow extends Omit<LayerView, 'created_at' | 'updated_at'> {
  created_at: Date;
  updated_at: Date;
}

export const LAYER_COLUMNS =
  'asset_id, platform_id, title, description, attribution, license, style, legend, tags, min_zoom, max_zoom, extra, ' +
  'created_at, updated_at, row_version';

export function layerView({ created_at, updated_at, ...row }: LayerRow): LayerView {
  return { ...row, created_at: timeOf(created_at), updated_at: timeOf(updated_at) };
}

/** In the order of the columns from `title` to `extra`. */
export function layerValues(layer: LayerFields): unknown[] {
  return [
    ...[layer.title, layer.description, layer.attribution, layer.license],
    ...[storableJson(layer.style), JSON.stringify(layer.legend), layer.tags],
    ...[layer.min_zoom, layer.max_zoom, storableJson(layer.extra)],
  ];
}

/** All of it, so that what was replaced or removed can be had again. */
export function layerTrail(layer: LayerFields): JsonObject {
  const { title, description, attribution, license, style, legend, tags, min_zoom, max_zoom, extra } = layer;
  const entries = legend.map(({ label, color }) => ({ label, color }));
  return { title, description, attribution, license, style, legend: entries, tags, min_zoom, max_zoom, extra };
}

export function layerNotFound(assetId: string): FaultError {
  return new FaultError({
    code: 'layer_metadata_not_found',
    message: `There is no layer metadata of an asset ${assetId}.`,
  });
}
