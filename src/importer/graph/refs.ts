import { toJson, type YamlNode } from '../../yaml-compiler/yaml-node.ts';
import type { FindingSink } from '../finding.ts';
import type { NodeRef } from './old-graph.ts';

/** A field of a mapping; undefined where it is not there or null. */
export function member(node: YamlNode, name: string): YamlNode | undefined {
  const value = node.kind === 'mapping' ? node.entries.find(({ key }) => key === name)?.value : undefined;
  return value?.kind === 'scalar' && value.value === null ? undefined : value;
}

/** A name or a list of names; each may end with a `?`. */
export function readRefs(node: YamlNode | undefined, sink: FindingSink): NodeRef[] {
  if (node === undefined) return [];
  const items = node.kind === 'sequence' ? node.items : [node];
  return items.flatMap((item) => {
    const text = item.kind === 'scalar' && typeof item.value === 'string' ? item.value.trim() : '';
    const optional = text.endsWith('?');
    const id = optional ? text.slice(0, -1).trimEnd() : text;
    if (id !== '') return [{ id, offset: item.start, optional }];
    sink.report('invalid-value', item.start, `The id of a node is expected here, not ${JSON.stringify(toJson(item))}.`);
    return [];
  });
}
