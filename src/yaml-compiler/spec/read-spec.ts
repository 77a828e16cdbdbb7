import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { didYouMean } from '../../plan/nearest.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import { nodeAt, offsetOf, toJson, type YamlNode } from '../yaml-node.ts';
import { INPUT_SCHEMA } from './input-schema.ts';
import { NODE_SCHEMAS, type NodeSpec, nodeTypeOf } from './node-schemas.ts';
import { reportIssues } from './report-issues.ts';
import { DEFAULTS_SCHEMA, SCHEDULE_SCHEMA, SPEC_SCHEMA, type WorkflowSpec } from './schema.ts';

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
  const document = toJson(root) as JsonObject;
  const parsed = SPEC_SCHEMA.safeParse(document);
  if (!parsed.success) reportIssues(parsed.error.issues, [], document, root, sink);
  const given = membersOf(document, 'inputs');
  const inputs = wellShaped(given, (input) => INPUT_SCHEMA.safeParse(input).data);
  reportNodeCount(root, sink);
  const nodeIds = Object.keys(membersOf(document, 'nodes')).slice(0, MAX_NODES);
  const nodes = Object.fromEntries(nodeIds.flatMap((id) => entryOf(id, readNode(id, root, sink))));
  const { workflow_id = '', version = 1, description, timeout } = parsed.data ?? {};
  const schedule = SCHEDULE_SCHEMA.safeParse(document.schedule).data;
  return {
    workflow_id,
    version,
    ...(description === undefined ? {} : { description }),
    ...(timeout === undefined ? {} : { timeout }),
    inputs,
    defaults: DEFAULTS_SCHEMA.safeParse(document.defaults).data ?? {},
    ...(schedule === undefined ? {} : { schedule }),
    nodes,
    outputs: membersOf(document, 'outputs'),
    opaque: { nodes: missingFrom(nodes, nodeIds), inputs: missingFrom(inputs, Object.keys(given)) },
  };
}

function membersOf(document: JsonObject, field: string): JsonObject {
  const members = document[field];
  return isJsonObject(members) ? members : {};
}

function wellShaped<T>(members: JsonObject, read: (member: JsonValue) => T | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(members).flatMap(([name, member]) => entryOf(name, read(member))));
}

function entryOf<T>(name: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[name, value]];
}

function missingFrom(found: object, names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name) => !Object.hasOwn(found, name)));
}

function reportNodeCount(root: YamlNode, sink: DiagnosticSink): void {
  const mapping = nodeAt(root, ['nodes']);
  if (mapping?.kind !== 'mapping') return;
  if (mapping.entries.length === 0) sink.report('missing-field', mapping.start, 'A spec needs at least one node.');
  if (mapping.entries.length <= MAX_NODES) return;
  const message = `A spec has at most ${MAX_NODES} nodes, this one has ${mapping.entries.length}; use a fan-out.`;
  sink.report('too-many-nodes', mapping.entries[MAX_NODES]?.keyStart ?? mapping.start, message);
}

function readNode(id: string, root: YamlNode, sink: DiagnosticSink): NodeSpec | undefined {
  const node = nodeAt(root, ['nodes', id]);
  const document = node ? toJson(node) : null;
  const type = isJsonObject(document) ? nodeTypeOf(document) : 'task';
  if (!type) {
    const declared = isJsonObject(document) ? String(document.type) : '';
    const hint = didYouMean(declared, Object.keys(NODE_SCHEMAS));
    const message = `There is no node type \`${declared}\`: ${Object.keys(NODE_SCHEMAS).join(', ')} are.${hint}`;
    sink.report('invalid-value', offsetOf(root, ['nodes', id, 'type']), message);
    return undefined;
  }
  const parsed = NODE_SCHEMAS[type].safeParse(document);
  if (parsed.success) return { ...parsed.data, type } as NodeSpec;
  reportIssues(parsed.error.issues, ['nodes', id], document, root, sink);
  return undefined;
}
