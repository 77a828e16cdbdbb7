import type { JsonObject } from '../../plan/json.ts';

/** The SQL of a GeoJSON geometry, which is on WGS 84 whatever it says itself. */
export function geometrySql({ crs: _, ...geometry }: JsonObject, parameter: (value: unknown) => string): string {
  return `ST_GeomFromGeoJSON(${parameter(JSON.stringify(geometry))}::text)`;
}
