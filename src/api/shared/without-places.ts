import { isJsonObject, type JsonValue } from '../../plan/json.ts';

/** Names under which handlers and specs tell where something lies in our storage or database. */
const PLACES: ReadonlySet<string> = new Set(['blob_path', 'blob_name', 'container_name', 'table_name']);
/** A URL that is signed opens what it names. */
const SIGNED_URL = /[?&]sig=/i;

/** JSON without what tells where things lie here. */
export function withoutPlaces(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value === 'string' && SIGNED_URL.test(value)) return null;
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !PLACES.has(name))
      .map(([name, member]) => [name, withoutPlaces(member)]),
  );
}
