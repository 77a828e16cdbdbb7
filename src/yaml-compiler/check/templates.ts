import type { Expression } from '../../plan/template/ast.ts';
import { isTemplate, readTemplate } from '../../plan/template/template.ts';
import type { Compilation, TemplateUse } from '../compilation.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import type { WorkflowSpec } from '../spec/schema.ts';
import { nodeAt, offsetInScalar, type YamlEntry, type YamlNode, type YamlScalar } from '../yaml-node.ts';
import { templatePlaces } from './template-places.ts';

/** Parses every template of a spec. What cannot be read is reported and left out. */
export function parseTemplates(spec: WorkflowSpec, root: YamlNode, sink: DiagnosticSink): Compilation['templates'] {
  const uses = new Map<YamlScalar, TemplateUse>();
  for (const { path, nodeId, mustBeTemplate } of templatePlaces(spec)) {
    const place = nodeAt(root, path);
    if (!place || sink.isFull) continue;
    if (mustBeTemplate && isPlainText(place) && !spec.shape.isWrong(place)) {
      sink.report('invalid-value', place.start, `\`${place.value}\` is plain text: write it as "{{ … }}".`);
      spec.shape.add(path);
    }
    reportTemplateKeys(place, sink);
    for (const scalar of templateScalars(place)) {
      if (sink.isFull) break;
      if (!uses.has(scalar)) uses.set(scalar, { ...read(scalar, sink), scalar, path, nodeId });
    }
  }
  return uses;
}

function reportTemplateKeys(place: YamlNode, sink: DiagnosticSink): void {
  for (const { key, keyStart } of templateKeys(place)) {
    const message = `The key \`${key}\` would stand there as it is: only values are templates.`;
    sink.report('template-syntax', keyStart, message);
  }
}

export function expressionsOf({ template }: TemplateUse): Expression[] {
  return template.parts.flatMap((part) => (part.kind === 'expression' ? [part.expression] : []));
}

function isPlainText(node: YamlNode): node is YamlScalar {
  return node.kind === 'scalar' && typeof node.value === 'string' && !isTemplate(node.value);
}

export function hasTemplates(node: YamlNode): boolean {
  return !templateScalars(node).next().done;
}

function* templateScalars(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'sequence') for (const item of node.items) yield* templateScalars(item);
  else if (node.kind === 'mapping') for (const { value } of node.entries) yield* templateScalars(value);
  else if (typeof node.value === 'string' && isTemplate(node.value)) yield node;
}

function* templateKeys(node: YamlNode): Generator<YamlEntry> {
  if (node.kind === 'sequence') for (const item of node.items) yield* templateKeys(item);
  if (node.kind !== 'mapping') return;
  for (const entry of node.entries) {
    if (isTemplate(entry.key)) yield entry;
    yield* templateKeys(entry.value);
  }
}

function read(scalar: YamlScalar, sink: DiagnosticSink): Pick<TemplateUse, 'template' | 'isBroken'> {
  const { template, errors } = readTemplate(String(scalar.value));
  for (const { span, message } of errors) {
    if (sink.isFull) break;
    sink.report(
      'template-syntax',
      offsetInScalar(scalar, span.start, span.end - span.start),
      `In the template, ${message}.`,
    );
  }
  return { template, isBroken: errors.length > 0 };
}
