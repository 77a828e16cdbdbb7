import type { JsonValue } from '../plan/json.ts';
import type { HandlerCatalogue } from '../yaml-compiler/handler-catalogue.ts';
import type { YamlNode } from '../yaml-compiler/yaml-node.ts';
import type { FindingSink } from './finding.ts';
import type { Join } from './graph/joins.ts';
import type { OldGraph } from './graph/old-graph.ts';
import type { LocalNames, TemplateNames } from './template/context.ts';
import { convertTemplate } from './template/convert-template.ts';

/** What the parts of the importer share while one file goes through them. */
export interface ImportContext {
  sink: FindingSink;
  catalogue: HandlerCatalogue;
  names: TemplateNames;
  graph: OldGraph;
  /** New ids by old ones, of the nodes that are kept. */
  ids: ReadonlyMap<string, string>;
  /** New ids, to which those of added nodes are added. */
  takenIds: Set<string>;
  join: (oldId: string) => Join;
}

/** Where a value stands: the new spec's node, and what its templates see beside `inputs` and `nodes`. */
export interface Place {
  nodeId: string;
  locals: LocalNames;
}

/** JSON with its templates carried over. */
export function convertValue(node: YamlNode, place: Place, context: ImportContext): JsonValue {
  if (node.kind === 'sequence') return node.items.map((item) => convertValue(item, place, context));
  if (node.kind === 'mapping') {
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, convertValue(value, place, context)]));
  }
  return typeof node.value === 'string' ? convertText(node.value, node.start, place, context) : node.value;
}

export function convertText(text: string, offset: number, { nodeId, locals }: Place, context: ImportContext): string {
  const converted = convertTemplate(text, context.names, locals);
  if (converted.fault !== undefined) {
    context.sink.report('template-not-carried', offset, `\`${text}\`: ${converted.fault}.`, nodeId);
  } else if (withoutSpace(converted.text) !== withoutSpace(text)) {
    context.sink.report('template-rewritten', offset, `\`${text}\` is \`${converted.text}\` now.`, nodeId);
  }
  for (const doubt of converted.doubts) {
    context.sink.report('template-text', offset, `\`${text}\`: ${doubt}.`, nodeId);
  }
  return converted.text;
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
