import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** Of collections and items. They end up in URLs and file names. */
export const STAC_ID = { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, longest: 255 } as const;

const FIELDS: readonly string[] = ['collection_id', 'item_id'];

/** What is wrong with a list that names StacItems, as the rest of a sentence (`must …`), or undefined. */
export function describeItemRefs(refs: readonly JsonValue[]): string | undefined {
  const named = new Set<string>();
  for (const [index, ref] of refs.entries()) {
    const fault = describeItemRef(ref);
    if (fault !== undefined) return `must have items { collection_id, item_id }; that at ${index} ${fault}`;
    const { collection_id, item_id } = ref as JsonObject;
    const name = `${collection_id}/${item_id}`;
    if (named.has(name)) return `must name each StacItem once; that at ${index}, ${name}, is named before`;
    named.add(name);
  }
  return undefined;
}

function describeItemRef(ref: JsonValue): string | undefined {
  if (!isJsonObject(ref)) return 'is no object';
  const missing = FIELDS.find((field) => !Object.hasOwn(ref, field));
  if (missing !== undefined) return `has no ${missing}`;
  const unknown = Object.keys(ref).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) return `has a field that is not known, ${JSON.stringify(unknown.slice(0, 64))}`;
  const wrong = FIELDS.find((field) => !isStacId(ref[field]));
  if (wrong === undefined) return undefined;
  return `has no id as its ${wrong}: letters, digits, dots, dashes and underscores, a letter or digit first, ${STAC_ID.longest} at most`;
}

function isStacId(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.length <= STAC_ID.longest && STAC_ID.pattern.test(value);
}
