import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import { nodeAt, toJson, type YamlNode } from '../yaml-node.ts';
import { INPUT_SCHEMA, type InputSpec } from './input-schema.ts';
import { readNode } from './read-node.ts';
import { DEFAULTS_SCHEMA, SCHEDULE_SCHEMA, SPEC_SCHEMA, type WorkflowSpec } from './schema.ts';
import { ShapeFaults } from './shape-faults.ts';
import { ShapeReader } from './shape-reader.ts';

export const MAX_NODES = 500;

/**
 * Checks the shape of a document. Faults go to the sink; what is in the right shape is given all the same, so that the checks
 * after this one tell their faults in the same go.
 */
export function readSpec(root: YamlNode, sink: DiagnosticSink): WorkflowSpec | undefined {
  if (root.kind !== 'mapping') {
    sink.report('wrong-type', root.start, 'A spec is a mapping that starts with `workflow_id:`.');
    return undefined;
  }
  const reader = new ShapeReader(root, sink, new ShapeFaults(root));
  const { workflow_id = '', version = 1, description, timeout } = reader.read(SPEC_SCHEMA, []);
  reportNodeCount(root, sink);
  const ids = namesIn(root, 'nodes');
  return {
    workflow_id,
    version,
    ...(description === undefined ? {} : { description }),
    ...(timeout === undefined ? {} : { timeout }),
    inputs: readInputs(reader, root),
    defaults: nodeAt(root, ['defaults']) ? reader.read(DEFAULTS_SCHEMA, ['defaults']) : {},
    ...(nodeAt(root, ['schedule']) ? { schedule: reader.read(SCHEDULE_SCHEMA, ['schedule']) } : {}),
    nodes: Object.fromEntries(ids.slice(0, MAX_NODES).map((id) => [id, readNode(id, reader, root, sink)])),
    outputs: membersOf(root, 'outputs'),
    shape: reader.faults,
    surplus: new Set(ids.slice(MAX_NODES)),
  };
}

function readInputs(reader: ShapeReader, root: YamlNode): Record<string, InputSpec> {
  const names = namesIn(root, 'inputs');
  return Object.fromEntries(names.map((name) => [name, reader.read(INPUT_SCHEMA, ['inputs', name])]));
}

function namesIn(root: YamlNode, section: string): string[] {
  const node = nodeAt(root, [section]);
  return node?.kind === 'mapping' ? node.entries.map(({ key }) => key) : [];
}

function membersOf(root: YamlNode, section: string): JsonObject {
  const node = nodeAt(root, [section]);
  const members: JsonValue = node ? toJson(node) : {};
  return isJsonObject(members) ? members : {};
}

function reportNodeCount(root: YamlNode, sink: DiagnosticSink): void {
  const mapping = nodeAt(root, ['nodes']);
  if (mapping?.kind !== 'mapping') return;
  if (mapping.entries.length === 0) sink.report('missing-field', mapping.start, 'A spec needs at least one node.');
  if (mapping.entries.length <= MAX_NODES) return;
  const message = `A spec has at most ${MAX_NODES} nodes, this one has ${mapping.entries.length}; use a fan-out.`;
  sink.report('too-many-nodes', mapping.entries[MAX_NODES]?.keyStart ?? mapping.start, message);
}
