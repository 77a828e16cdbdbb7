import type { JsonObject } from '../../plan/json.ts';

/** The SQL of a GeoJSON geometry. */
export function geometrySql(geometry: JsonObject, parameter: (value: unknown) => string): string {
  return `ST_GeomFromGeoJSON(${parameter(JSON.stringify(geometry))}::text)`;
}
