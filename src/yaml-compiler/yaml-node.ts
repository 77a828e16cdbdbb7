import type { JsonPrimitive, JsonValue } from '../plan/json.ts';

/** YAML with the place of everything: what js-yaml's events give, put together. Offsets are into the source. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export interface YamlScalar {
  kind: 'scalar';
  value: JsonPrimitive;
  start: number;
  /** The scalar as it stands in the source, without quotes but with its escapes and line breaks. */
  raw: string;
  /** It cannot be what it stands for, such as a value with a tag. That has been told. */
  isUnreadable?: true;
}

export interface YamlSequence {
  kind: 'sequence';
  items: YamlNode[];
  start: number;
}

export interface YamlMapping {
  kind: 'mapping';
  /** One for each key: the last. */
  entries: YamlEntry[];
  /** Those of the same keys that stand before; that has been told. */
  hidden?: YamlEntry[];
  start: number;
}

export interface YamlEntry {
  key: string;
  keyStart: number;
  value: YamlNode;
}

export type Path = readonly (string | number)[];

export function isUnreadable(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.isUnreadable === true;
}

export function toJson(node: YamlNode): JsonValue {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(toJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toJson(value)]));
}

/** The node at a path, or undefined where the path leaves the document. */
export function nodeAt(root: YamlNode, path: Path): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const step of path) {
    node = childAt(node, step);
    if (!node) return undefined;
  }
  return node;
}

/** The nodes on a path, from the root down, as far as they are there. */
export function* nodesAlong(root: YamlNode, path: Path): Generator<YamlNode> {
  let node: YamlNode | undefined = root;
  yield node;
  for (const step of path) {
    node = childAt(node, step);
    if (!node) return;
    yield node;
  }
}

function childAt(node: YamlNode, step: string | number): YamlNode | undefined {
  if (node.kind === 'sequence') return node.items[step as number];
  return node.kind === 'mapping' ? entryAt(node, step)?.value : undefined;
}

const indices = new WeakMap<YamlMapping, Map<string | number, YamlEntry>>();

/** By an index: a mapping may have many thousand entries, each of which is looked for. */
function entryAt(mapping: YamlMapping, key: string | number): YamlEntry | undefined {
  let index = indices.get(mapping);
  if (!index) {
    index = new Map(mapping.entries.map((entry) => [entry.key, entry]));
    indices.set(mapping, index);
  }
  return index.get(key);
}

/** Calls an entry otherwise; it stays where it stands. */
export function renameKey(mapping: YamlMapping, from: string, to: string): void {
  const entry = entryAt(mapping, from);
  if (!entry) return;
  entry.key = to;
  indices.delete(mapping);
}

/** Where to point for a path: at its value, or at the nearest ancestor that is there. */
export function offsetOf(root: YamlNode, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node) return length === path.length ? node.start : (keyOffset(root, path.slice(0, length)) ?? node.start);
  }
  return root.start;
}

/** Where the key at the end of a path stands. */
export function keyOffset(root: YamlNode, path: Path): number | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  if (parent?.kind !== 'mapping') return undefined;
  return entryAt(parent, path.at(-1) ?? '')?.keyStart;
}

/**
 * Where a character of a scalar's text stands in the source. Exact where the text stands as it is; in a
 * folded or escaped scalar, the same occurrence of the same word is looked for.
 */
export function offsetInScalar(scalar: YamlScalar, position: number, length: number): number {
  const text = String(scalar.value);
  if (scalar.raw === text) return scalar.start + position;
  const word = text.slice(position, position + Math.max(1, length));
  const occurrence = text.slice(0, position).split(word).length;
  let at = -1;
  for (let count = 0; count < occurrence; count++) at = scalar.raw.indexOf(word, at + 1);
  return at < 0 ? scalar.start : scalar.start + at;
}

/** A copy: what stands in two places is another node in each. */
export function copyOf(node: YamlNode): YamlNode {
  if (node.kind === 'scalar') return { ...node };
  if (node.kind === 'sequence') return { ...node, items: node.items.map(copyOf) };
  return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: copyOf(entry.value) })) };
}
