import { dump } from 'js-yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../plan/json.ts';
import type { NewNode } from './nodes/new-node.ts';

export interface NewSpec {
  /** Before everything. */
  comments: string[];
  workflow_id: string;
  version: number;
  description: string | undefined;
  inputs: JsonObject;
  nodes: (NewNode & { comments: string[] })[];
}

const WIDTH = 110;

/** The spec as a person would write it: a line for what fits on one, and what is to be looked at above the node that it is about. */
export function writeSpec({ comments, workflow_id, version, description, inputs, nodes }: NewSpec): string {
  const lines = [
    ...comments.flatMap((text) => writeComment(text, '')),
    ...writeField('workflow_id', workflow_id, ''),
    ...writeField('version', version, ''),
    ...(description === undefined ? [] : writeField('description', description, '')),
    ...(Object.keys(inputs).length === 0 ? [] : ['inputs:']),
    ...Object.entries(inputs).flatMap(([name, input]) => writeField(name, input, '  ')),
    'nodes:',
    ...nodes.flatMap((node) => [
      ...node.comments.flatMap((text) => writeComment(text, '  ')),
      ...writeField(node.id, node.body, '  '),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function writeComment(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length >= WIDTH) {
      lines.push(line);
      line = `${indent}#  `;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function writeField(name: string, value: JsonValue, indent: string): string[] {
  const key = `${indent}${scalar(name)}:`;
  const line = `${key} ${flow(value)}`;
  if (line.length <= WIDTH || !isNested(value)) return [line];
  if (Array.isArray(value)) return [key, ...value.flatMap((item) => writeItem(item, `${indent}  `))];
  return [key, ...Object.entries(value).flatMap(([field, member]) => writeField(field, member, `${indent}  `))];
}

function writeItem(item: JsonValue, indent: string): string[] {
  const line = `${indent}- ${flow(item)}`;
  if (line.length <= WIDTH || !isJsonObject(item) || Object.keys(item).length === 0) return [line];
  const [first = '', ...others] = Object.entries(item).flatMap(([name, member]) =>
    writeField(name, member, `${indent}  `),
  );
  return [`${indent}- ${first.trimStart()}`, ...others];
}

function isNested(value: JsonValue): value is JsonObject | JsonValue[] {
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0;
}

/** On one line, as the specs of this project have it: `{ a: [b, "{{ c }}"] }`. */
function flow(value: JsonValue): string {
  if (!isNested(value)) return scalar(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => `${scalar(name)}: ${flow(member)}`);
  return `{ ${members.join(', ')} }`;
}

/** With quotes where it needs them in any place. */
function scalar(value: JsonValue): string {
  return dump([value], { flowLevel: 0, lineWidth: -1, noRefs: true, quoteStyle: 'double', flowBracketPadding: false })
    .trim()
    .slice(1, -1);
}
