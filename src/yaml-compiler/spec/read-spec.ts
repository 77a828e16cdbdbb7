import type { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { didYouMean } from '../../plan/nearest.ts';
import { typeName } from '../../plan/template/values.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import { keyOffset, nodeAt, offsetOf, type Path, toJson, type YamlNode } from '../yaml-node.ts';
import {
  DURATION_FAULT,
  INPUT_SCHEMA,
  NODE_SCHEMAS,
  type NodeSpec,
  type NodeType,
  SPEC_SCHEMA,
  type WorkflowSpec,
} from './schema.ts';

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
  return {
    workflow_id: parsed.data?.workflow_id ?? '',
    version: parsed.data?.version ?? 1,
    ...(parsed.data?.description === undefined ? {} : { description: parsed.data.description }),
    inputs,
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
  const declared = isJsonObject(document) && Object.hasOwn(document, 'type') ? document.type : 'task';
  const type = Object.keys(NODE_SCHEMAS).find((candidate): candidate is NodeType => candidate === declared);
  if (!type) {
    const hint = didYouMean(String(declared), Object.keys(NODE_SCHEMAS));
    const message = `There is no node type \`${declared}\`: ${Object.keys(NODE_SCHEMAS).join(', ')} are.${hint}`;
    sink.report('invalid-value', offsetOf(root, ['nodes', id, 'type']), message);
    return undefined;
  }
  const parsed = NODE_SCHEMAS[type].safeParse(document);
  if (parsed.success) return { ...parsed.data, type } as NodeSpec;
  reportIssues(parsed.error.issues, ['nodes', id], document, root, sink);
  return undefined;
}

type Issue = z.core.$ZodIssue;

/** @param base the path of `document` in the file */
function reportIssues(issues: Issue[], base: Path, document: JsonValue, root: YamlNode, sink: DiagnosticSink): void {
  for (const issue of issues.flatMap((candidate) => unfold(candidate, document))) {
    reportIssue(issue, base, root, sink);
  }
}

/** A union's fault is told by the alternative that is of the value's own kind: the one that the author meant. */
function unfold(issue: Issue, document: JsonValue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const value = valueAt(document, issue.path);
  const meant = issue.errors.filter(
    (errors) => !errors.some(({ code, path }) => code === 'invalid_type' && !path.length),
  );
  const closest = meant.toSorted((a, b) => weigh(a) - weigh(b))[0];
  if (!closest) return [{ ...issue, message: `cannot be of type ${typeName(value ?? null)}` }];
  return closest.flatMap((inner) => unfold({ ...inner, path: [...issue.path, ...inner.path] }, document));
}

function weigh(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 10 : 1), 0);
}

function reportIssue(issue: Issue, base: Path, root: YamlNode, sink: DiagnosticSink): void {
  const path = [...base, ...issue.path] as Path;
  if (issue.code === 'unrecognized_keys') return reportUnknownFields(issue.keys, path, root, sink);
  const field = `\`${String(path.at(-1) ?? 'the spec')}\``;
  const node = nodeAt(root, path);
  if (!node) return sink.report('missing-field', offsetOf(root, path), `The field ${field} is missing.`);
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? 'is not allowed';
    return sink.report('invalid-value', keyOffset(root, path) ?? node.start, `The name ${field} ${reason}.`);
  }
  if (issue.code === 'invalid_type') {
    const found = typeName(toJson(node));
    return sink.report('wrong-type', node.start, `${field} must be of type ${issue.expected}, not ${found}.`);
  }
  if (issue.message === DURATION_FAULT) {
    return sink.report('invalid-duration', node.start, `${field}: \`${toJson(node)}\` ${issue.message}.`);
  }
  sink.report('invalid-value', node.start, `${field}: ${describe(issue)}.`);
}

function describe(issue: Issue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map((value) => String(value)).join(', ')}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  return issue.message;
}

function reportUnknownFields(keys: readonly string[], parent: Path, root: YamlNode, sink: DiagnosticSink): void {
  const known = knownFields(parent, root);
  for (const key of keys) {
    const offset = keyOffset(root, [...parent, key]) ?? offsetOf(root, parent);
    sink.report('unknown-field', offset, `There is no field \`${key}\` here.${didYouMean(key, known)}`);
  }
}

const NESTED_FIELDS = [
  ...['all_of', 'any_of', 'settled', 'max_attempts', 'initial_delay', 'backoff', 'max_delay', 'non_retryable'],
  ...['start_to_close', 'schedule_to_close', 'heartbeat', 'name', 'when', 'default', 'next'],
];

/** Field names to suggest: those of the node's own schema, or of the whole language elsewhere. */
function knownFields(parent: Path, root: YamlNode): string[] {
  if (parent.length === 0) return Object.keys(SPEC_SCHEMA.shape);
  if (parent[0] === 'nodes' && parent.length === 2) {
    const type = nodeAt(root, [...parent, 'type']);
    const schema = type?.kind === 'scalar' && type.value === 'conditional' ? 'conditional' : 'task';
    return Object.keys(NODE_SCHEMAS[schema].shape);
  }
  if (parent[0] === 'inputs') return Object.keys(INPUT_SCHEMA.shape);
  return NESTED_FIELDS;
}

function valueAt(document: JsonValue, path: readonly PropertyKey[]): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const step of path) {
    if (Array.isArray(value)) value = value[step as number];
    else if (isJsonObject(value)) value = Object.hasOwn(value, step) ? value[step as string] : undefined;
    else return undefined;
  }
  return value;
}
