import type { z } from 'zod';
import type { DiagnosticSink } from '../diagnostic.ts';
import { isUnreadable, keyOffset, nodeAt, offsetOf, type Path, type YamlNode } from '../yaml-node.ts';
import { isDurationFault } from './fields.ts';
import { asChoice, describe, excerpt, kindOf, nameOfPlace, typeHint } from './issue-words.ts';
import { knownFields } from './known-fields.ts';
import { type Issue, nameOfType, unfoldIssues } from './unfold-issues.ts';

/** The fields that could have been meant in the mapping at a path. */
export type KnownFields = (parent: Path, root: YamlNode) => readonly string[];

/**
 * Tells zod's issues as diagnostics.
 *
 * @param base the path in the file of what was checked
 * @param known fields to suggest; those of specs when left out
 */
export function reportIssues(
  issues: readonly z.core.$ZodIssue[],
  base: Path,
  root: YamlNode,
  sink: DiagnosticSink,
  known: KnownFields = knownFields,
): void {
  for (const issue of unfoldIssues(issues)) {
    if (sink.isFull) return;
    const path = [...base, ...issue.path] as Path;
    if (issue.code === 'unrecognized_keys') reportUnknownFields(issue.keys, path, root, sink, known);
    else reportIssue(issue, path, root, sink);
  }
}

/** @param path of what the issue is about, in the file */
export function reportIssue(issue: Issue, path: Path, root: YamlNode, sink: DiagnosticSink): void {
  const field = nameOfPlace(path);
  const node = nodeAt(root, path);
  if (node && isUnreadable(node)) return;
  if (!node) return sink.report('missing-field', offsetOf(root, path), `The field ${field} is missing.`);
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? 'is not allowed';
    return sink.report('invalid-value', keyOffset(root, path) ?? node.start, `The name ${field} ${reason}.`);
  }
  if (isDurationFault(issue.message) && node.kind === 'scalar' && node.value !== null) {
    return sink.report('invalid-duration', node.start, `${field}: \`${excerpt(node.value)}\` ${issue.message}.`);
  }
  if (issue.code === 'invalid_type' || issue.code === 'no_alternative') {
    const expected = issue.code === 'invalid_type' ? [nameOfType(issue.expected)] : issue.expected;
    const message = `${field} must be ${asChoice(expected)}, not ${kindOf(node)}.${typeHint(path, expected, node)}`;
    return sink.report('wrong-type', node.start, message);
  }
  sink.report('invalid-value', node.start, `${field}: ${describe(issue)}.`);
}

/** Of a field that another alternative has, such as the other way to say how a node is joined. */
export const MISPLACED = ' It cannot stand beside the other fields.';

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
    reportUnknownField(key, fields.includes(key) ? MISPLACED : sink.hintFor(key, fields), parent, root, sink);
  }
}

export function reportUnknownField(
  key: string,
  hint: string,
  parent: Path,
  root: YamlNode,
  sink: DiagnosticSink,
): void {
  const offset = keyOffset(root, [...parent, key]) ?? offsetOf(root, parent);
  sink.report('unknown-field', offset, `There is no field \`${excerpt(key)}\` here.${hint}`);
}
