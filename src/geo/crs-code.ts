import { isJsonObject } from '../plan/json.ts';
import type { RasterHeader } from './gdalinfo.ts';

/** `AUTHORITY:CODE` where a CRS says by itself which one it is; those of its parts do not count. */
export function toldCode({
  epsg,
  projjson,
}: Pick<NonNullable<RasterHeader['crs']>, 'epsg' | 'projjson'>): string | null {
  if (epsg !== null) return `EPSG:${epsg}`;
  const id = isJsonObject(projjson?.id) ? projjson.id : {};
  const isCode = typeof id.code === 'number' || (typeof id.code === 'string' && id.code !== '');
  return typeof id.authority === 'string' && id.authority !== '' && isCode ? `${id.authority}:${id.code}` : null;
}
