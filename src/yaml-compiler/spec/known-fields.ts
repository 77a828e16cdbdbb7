import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { nodeAt, type Path, toJson, type YamlNode } from '../yaml-node.ts';
import { specJsonSchema } from './json-schema.ts';
import { NODE_SCHEMAS, nodeTypeOf } from './node-schemas.ts';

/** The names that fields may have at a place, for suggestions: read off the published schema, for a node off its own kind's. */
export function knownFields(parent: Path, root: YamlNode): string[] {
  if (parent[0] !== 'nodes' || parent.length < 2) return [...fieldsAt(specJsonSchema(), parent)];
  const node = nodeAt(root, parent.slice(0, 2));
  const document = node ? toJson(node) : {};
  const type = (isJsonObject(document) && nodeTypeOf(document)) || 'task';
  if (parent.length === 2) return Object.keys(NODE_SCHEMAS[type].shape);
  return [...fieldsAt(specJsonSchema(), parent)];
}

/** Field names of every alternative that a schema has at a path. */
function fieldsAt(schema: JsonValue | undefined, path: Path): Set<string> {
  const found = new Set<string>();
  for (const option of alternativesOf(schema)) {
    if (path.length === 0) {
      for (const name of Object.keys(isJsonObject(option.properties) ? option.properties : {})) found.add(name);
    } else {
      for (const name of fieldsAt(childOf(option, path[0] as string | number), path.slice(1))) found.add(name);
    }
  }
  return found;
}

function alternativesOf(schema: JsonValue | undefined): JsonObject[] {
  if (!isJsonObject(schema)) return [];
  return Array.isArray(schema.anyOf) ? schema.anyOf.flatMap(alternativesOf) : [schema];
}

function childOf(schema: JsonObject, step: string | number): JsonValue | undefined {
  if (typeof step === 'number') return schema.items;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  return Object.hasOwn(properties, step) ? properties[step] : schema.additionalProperties;
}
