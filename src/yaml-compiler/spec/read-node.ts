import { isJsonObject, type JsonObject } from '../../plan/json.ts';
import { nearest } from '../../plan/nearest.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import { keyOffset, nodeAt, offsetOf, type Path, toJson, type YamlNode } from '../yaml-node.ts';
import { NODE_SCHEMAS, type NodeSpec, type NodeType, nodeTypeOf } from './node-schemas.ts';
import type { ShapeReader } from './shape-reader.ts';

const NODE_TYPES = Object.keys(NODE_SCHEMAS) as NodeType[];

/** Reads the shape of a node. One of a type that there is not, or that does not say its type, is read as what it is most like. */
export function readNode(id: string, reader: ShapeReader, root: YamlNode, sink: DiagnosticSink): NodeSpec {
  const path: Path = ['nodes', id];
  reader.takeMisspelled('type', path, (value) => NODE_TYPES.some((type) => type === value));
  const node = nodeAt(root, path);
  const document = node ? toJson(node) : null;
  if (!isJsonObject(document)) return { ...reader.read(NODE_SCHEMAS.task, path), type: 'task' };
  const known = nodeTypeOf(document);
  const closest = closestType(document);
  const isUnsaid =
    known === 'task' && closest !== 'task' && !['type', 'handler'].some((field) => Object.hasOwn(document, field));
  if (known && !isUnsaid) return { ...reader.read(NODE_SCHEMAS[known], path), type: known } as NodeSpec;
  const meant = typeof document.type === 'string' ? nearest(document.type, NODE_TYPES) : undefined;
  const type = (meant ?? closest) as NodeType;
  if (isUnsaid) {
    const message = `The field \`type\` is missing: what stands here is that of a \`${type}\`.`;
    sink.report('missing-field', keyOffset(root, path) ?? root.start, message);
  } else reportType(document, meant, path, root, reader, sink);
  return { ...reader.read(NODE_SCHEMAS[type], path, { override: { type }, isGuess: true }), type } as NodeSpec;
}

function reportType(
  { type }: JsonObject,
  meant: string | undefined,
  path: Path,
  root: YamlNode,
  { faults }: ShapeReader,
  sink: DiagnosticSink,
): void {
  const place = [...path, 'type'];
  if (!faults.isTold(place)) {
    const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
    const declared = typeof type === 'string' ? type : JSON.stringify(type);
    const message = `There is no node type \`${declared.slice(0, 80)}\`: ${NODE_TYPES.join(', ')} are.${hint}`;
    sink.report('invalid-value', offsetOf(root, place), message);
  }
  faults.add(place);
}

/** The kind of node that has most of the fields; a task where none has any. */
function closestType(given: JsonObject): NodeType {
  const fieldsOf = (type: NodeType) =>
    Object.keys(NODE_SCHEMAS[type].shape).filter((field) => Object.hasOwn(given, field)).length;
  return NODE_TYPES.reduce((best, type) => (fieldsOf(type) > fieldsOf(best) ? type : best));
}
