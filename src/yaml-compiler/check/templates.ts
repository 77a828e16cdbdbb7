import type { Expression } from '../../plan/template/ast.ts';
import { TemplateError } from '../../plan/template/error.ts';
import { isTemplate, parseTemplate } from '../../plan/template/template.ts';
import type { Compilation, TemplateUse } from '../compilation.ts';
import type { DiagnosticSink } from '../diagnostic.ts';
import type { WorkflowSpec } from '../spec/schema.ts';
import { nodeAt, offsetInScalar, type YamlNode, type YamlScalar } from '../yaml-node.ts';
import { templatePlaces } from './template-places.ts';

/** Parses every template of a spec. Those that cannot be read are reported and left out. */
export function parseTemplates(spec: WorkflowSpec, root: YamlNode, sink: DiagnosticSink): Compilation['templates'] {
  const uses = new Map<YamlScalar, TemplateUse>();
  for (const { path, nodeId, mustBeTemplate } of templatePlaces(spec)) {
    const place = nodeAt(root, path);
    if (!place) continue;
    if (mustBeTemplate) reportPlainText(place, sink);
    for (const scalar of templateScalars(place)) {
      const template = parse(scalar, sink);
      if (template) uses.set(scalar, { template, scalar, path, nodeId });
    }
  }
  return uses;
}

export function expressionsOf({ template }: TemplateUse): Expression[] {
  return template.parts.flatMap((part) => (part.kind === 'expression' ? [part.expression] : []));
}

function reportPlainText(node: YamlNode, sink: DiagnosticSink): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || isTemplate(node.value)) return;
  sink.report('invalid-value', node.start, `\`${node.value}\` is plain text: write it as "{{ … }}".`);
}

export function hasTemplates(node: YamlNode): boolean {
  return !templateScalars(node).next().done;
}

function* templateScalars(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'sequence') for (const item of node.items) yield* templateScalars(item);
  else if (node.kind === 'mapping') for (const { value } of node.entries) yield* templateScalars(value);
  else if (typeof node.value === 'string' && isTemplate(node.value)) yield node;
}

function parse(scalar: YamlScalar, sink: DiagnosticSink) {
  try {
    return parseTemplate(String(scalar.value));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const offset = offsetInScalar(scalar, error.span.start, error.span.end - error.span.start);
    sink.report('template-syntax', offset, `In the template, ${error.message}.`);
    return undefined;
  }
}
