import type { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../plan/json.ts';
import { didYouMean } from '../../plan/nearest.ts';
import { typeName } from '../../plan/template/values.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import { keyOffset, nodeAt, offsetOf, type Path, toJson, type YamlNode } from '../yaml-node.ts';
import { DURATION_FAULT } from './fields.ts';
import { knownFields } from './known-fields.ts';

type Issue = z.core.$ZodIssue;

/** The fields that could have been meant in the mapping at a path. */
type KnownFields = (parent: Path, root: YamlNode) => readonly string[];

/**
 * Tells zod's issues as diagnostics.
 *
 * @param base the path of `document` in the file
 * @param known fields to suggest; those of specs when left out
 */
export function reportIssues(
  issues: readonly Issue[],
  base: Path,
  document: JsonValue,
  root: YamlNode,
  sink: DiagnosticSink,
  known: KnownFields = knownFields,
): void {
  for (const issue of issues.flatMap((candidate) => unfold(candidate, document))) {
    if (sink.isFull) return;
    reportIssue(issue, base, root, sink, known);
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

/** How far an alternative is from what stands there: its fields count more than their values. */
function weigh(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 10 * issue.keys.length : 1), 0);
}

function reportIssue(issue: Issue, base: Path, root: YamlNode, sink: DiagnosticSink, known: KnownFields): void {
  const path = [...base, ...issue.path] as Path;
  if (issue.code === 'unrecognized_keys') return reportUnknownFields(issue.keys, path, root, sink, known);
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

function reportUnknownFields(
  keys: readonly string[],
  parent: Path,
  root: YamlNode,
  sink: DiagnosticSink,
  known: KnownFields,
): void {
  const fields = known(parent, root);
  for (const key of keys) {
    if (sink.isFull) return;
    const offset = keyOffset(root, [...parent, key]) ?? offsetOf(root, parent);
    sink.report('unknown-field', offset, `There is no field \`${key}\` here.${didYouMean(key, fields)}`);
  }
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
