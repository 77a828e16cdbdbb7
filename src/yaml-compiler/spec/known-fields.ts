import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { nodeAt, type Path, toJson, type YamlNode } from '../yaml-node.ts';
import { specJsonSchema } from './json-schema.ts';
import { NODE_SCHEMAS, nodeTypeOf } from './node-schemas.ts';

let schema: JsonObject | undefined;

/** The names that fields may have at a place, for suggestions: of a node those of its own kind, else read off the published schema. */
export function knownFields(parent: Path, root: YamlNode): string[] {
  schema ??= specJsonSchema();
  if (parent[0] !== 'nodes' || parent.length !== 2) return [...fieldsAt(schema, parent, schema)];
  const node = nodeAt(root, parent);
  const document = node ? toJson(node) : {};
  const type = (isJsonObject(document) && nodeTypeOf(document)) || 'task';
  return Object.keys(NODE_SCHEMAS[type].shape);
}

/** Field names of every alternative that a schema has at a path. */
function fieldsAt(place: JsonValue | undefined, path: Path, whole: JsonObject): Set<string> {
  const [step, ...rest] = path;
  const found = alternativesOf(place, whole).map((option) => {
    if (step === undefined) return new Set(Object.keys(membersOf(option, 'properties')));
    return fieldsAt(childOf(option, step), rest, whole);
  });
  return found.reduce((all, next) => all.union(next), new Set<string>());
}

function alternativesOf(place: JsonValue | undefined, whole: JsonObject): JsonObject[] {
  if (!isJsonObject(place)) return [];
  const options = place.anyOf ?? place.allOf;
  if (Array.isArray(options)) return options.flatMap((option) => alternativesOf(option, whole));
  if (typeof place.$ref !== 'string') return [place];
  const [name = ''] = place.$ref.split('/').slice(-1);
  return alternativesOf(membersOf(whole, 'definitions')[name], whole);
}

function childOf(option: JsonObject, step: string | number): JsonValue | undefined {
  if (typeof step === 'number') return option.items;
  const properties = membersOf(option, 'properties');
  return Object.hasOwn(properties, step) ? properties[step] : option.additionalProperties;
}

function membersOf(owner: JsonObject, field: string): JsonObject {
  const members = owner[field];
  return isJsonObject(members) ? members : {};
}
