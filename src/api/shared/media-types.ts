export const JSON_TYPE = 'application/json';
export const GEOJSON_TYPE = 'application/geo+json';
export const JSON_SCHEMA_TYPE = 'application/schema+json';

/** Whether it is JSON, by its structured syntax suffix: RFC 6839. */
export function isJsonType(mediaType: string): boolean {
  return mediaType === JSON_TYPE || /\+json(;|$)/.test(mediaType);
}
