import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';

/** Names with dots between for members of members. What is in both is included. */
export interface Fields {
  include: readonly string[];
  exclude: readonly string[];
}

/** Without these nobody could tell which item it is. */
const ALWAYS = ['id', 'collection'];

/**
 * The fields of an item that were asked for: all but what is excluded, or those that are included and its id and collection.
 * Source: https://github.com/stac-api-extensions/fields
 */
export function selectFields(item: JsonObject, { include, exclude }: Fields): JsonObject {
  const begun = include.length === 0 ? item : included(item, [...ALWAYS, ...include]);
  return exclude
    .filter((name) => !include.includes(name))
    .reduce((rest, name) => dropped(rest, pathOf(name, rest), include), begun);
}

function included(item: JsonObject, names: readonly string[]): JsonObject {
  const chosen: JsonObject = {};
  for (const name of names) copy(item, chosen, pathOf(name, item));
  return chosen;
}

function copy(from: JsonObject, to: JsonObject, [name = '', ...rest]: readonly string[]): void {
  const value = Object.hasOwn(from, name) ? from[name] : undefined;
  if (value === undefined) return;
  if (rest.length === 0 || !isJsonObject(value)) {
    if (rest.length === 0) to[name] = value;
    return;
  }
  const inner: JsonValue | undefined = Object.hasOwn(to, name) ? to[name] : undefined;
  // The whole of it was asked for already.
  if (inner === value) return;
  const begun = isJsonObject(inner) ? inner : {};
  to[name] = begun;
  copy(value, begun, rest);
}

/** What is included of a thing that is excluded stays. */
function dropped(item: JsonObject, path: readonly string[], include: readonly string[]): JsonObject {
  const [name = '', ...rest] = path;
  if (!Object.hasOwn(item, name)) return item;
  const { [name]: value, ...others } = item;
  if (rest.length > 0) {
    return isJsonObject(value) ? { ...item, [name]: dropped(value, rest, innerNames(include, name)) } : item;
  }
  const kept = innerNames(include, name);
  if (kept.length === 0 || !isJsonObject(value)) return others;
  const chosen: JsonObject = {};
  for (const inner of kept) copy(value, chosen, pathOf(inner, value));
  return { ...others, [name]: chosen };
}

function innerNames(names: readonly string[], outer: string): string[] {
  return names.flatMap((name) => (name.startsWith(`${outer}.`) ? [name.slice(outer.length + 1)] : []));
}

/** A member's own name may have dots in it; the longest that there is comes first. */
function pathOf(name: string, within: JsonValue | undefined): string[] {
  const parts = name.split('.');
  if (!isJsonObject(within)) return parts;
  for (let length = parts.length; length > 0; length -= 1) {
    const own = parts.slice(0, length).join('.');
    if (!Object.hasOwn(within, own)) continue;
    return length === parts.length ? [own] : [own, ...pathOf(parts.slice(length).join('.'), within[own])];
  }
  return parts;
}
