import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';

/** What pgstac writes in the place of a member that the collection has and the item has not. */
const LEFT_OUT = '𒍟※';

/**
 * An item as it was registered, of what is stored of it and what its collection has of all its items: pgstac's
 * `content_hydrate`, whose `merge_jsonb` this is. Members that are null go, as they do there.
 */
export function hydrate(stored: JsonObject, base: JsonObject): JsonObject {
  return mergeObjects(stored, base);
}

function mergeObjects(own: JsonObject, base: JsonObject): JsonObject {
  const merged: JsonObject = {};
  for (const name of new Set([...Object.keys(own), ...Object.keys(base)])) {
    const value = merge(own[name], base[name]);
    if (value !== undefined && value !== null) merged[name] = value;
  }
  return merged;
}

function merge(own: JsonValue | undefined, base: JsonValue | undefined): JsonValue | undefined {
  if (own === LEFT_OUT) return undefined;
  if (own === undefined || own === null) return withoutNulls(base);
  if (isJsonObject(own) && isJsonObject(base)) return mergeObjects(own, base);
  if (Array.isArray(own) && Array.isArray(base) && own.length === base.length) {
    return own.map((element, index) => merge(element, base[index]) ?? null);
  }
  return withoutNulls(own);
}

/** Recursive, as `jsonb_strip_nulls` is; elements of arrays stay. */
function withoutNulls(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element) ?? null);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, member]) =>
    member === null ? [] : [[name, withoutNulls(member)]],
  );
  return Object.fromEntries(kept) as JsonObject;
}
