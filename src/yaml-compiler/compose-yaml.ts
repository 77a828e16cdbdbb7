import {
  CORE_SCHEMA,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { JsonPrimitive } from '../plan/json.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import { copyOf, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from './yaml-node.ts';

const MAX_DEPTH = 32;
const MAX_ALIASES = 50;
/** After aliases are followed, which is what makes a "billion laughs" file small. */
const MAX_EXPANDED = { nodes: 50_000, characters: 524_288 } as const;

interface Size {
  nodes: number;
  characters: number;
}

interface Anchored {
  node: YamlNode;
  /** With all in it, aliases followed. */
  size: Size;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Puts js-yaml's flat list of one document's events together to a tree that knows its places. */
export class Composer {
  private readonly source: string;
  private readonly events: Event[];
  private readonly sink: DiagnosticSink;
  private readonly anchors = new Map<string, Anchored>();
  private position = 0;
  private depth = 0;
  private isTooDeep = false;
  private aliases = 0;
  /** Of all that is composed so far, aliases followed. */
  private readonly size: Size = { nodes: 0, characters: 0 };
  /** Whether there is more than anybody should look through. */
  private isTooLarge = false;

  constructor(source: string, events: Event[], sink: DiagnosticSink) {
    this.source = source;
    this.events = events;
    this.sink = sink;
  }

  /** Undefined where there is nothing. */
  compose(): YamlNode | undefined {
    this.position = 1;
    const next = this.events[this.position];
    if (!next || next.type === EVENT_ID.POP) {
      this.sink.report('yaml-syntax', 0, 'The file is empty; a spec starts with `workflow_id:`.');
      return undefined;
    }
    return this.composeNode();
  }

  private composeNode(): YamlNode {
    const event = this.events[this.position++] as Event;
    const { nodes, characters } = this.size;
    this.size.nodes++;
    const node = this.composeEvent(event);
    if ('anchorStart' in event && event.anchorStart >= 0 && event.type !== EVENT_ID.ALIAS) {
      const size = { nodes: this.size.nodes - nodes, characters: this.size.characters - characters };
      this.anchors.set(this.source.slice(event.anchorStart, event.anchorEnd), { node, size });
    }
    return node;
  }

  private composeEvent(event: Event): YamlNode {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.properties(event, this.composeScalar(event));
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        return this.depth >= MAX_DEPTH ? this.passOver(event) : this.properties(event, this.composeCollection(event));
      case EVENT_ID.ALIAS:
        return this.followAlias(event.anchorStart, event.anchorEnd);
      default:
        throw new Error(`js-yaml gave event ${event.type} where a node was expected`);
    }
  }

  private composeCollection({ type, start }: SequenceEvent | MappingEvent): YamlNode {
    this.depth++;
    const node: YamlNode =
      type === EVENT_ID.SEQUENCE
        ? { kind: 'sequence', items: this.composeItems(), start }
        : { kind: 'mapping', ...this.composeEntries(), start };
    this.depth--;
    return node;
  }

  /** So that what stands around it is checked all the same. */
  private passOver({ start }: SequenceEvent | MappingEvent): YamlScalar {
    if (!this.isTooDeep) this.sink.report('yaml-limit', start, `A spec is at most ${MAX_DEPTH} levels deep.`);
    this.isTooDeep = true;
    for (let open = 1; open > 0; this.position++) {
      const type = this.events[this.position]?.type;
      if (type === EVENT_ID.POP) open--;
      else if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) open++;
    }
    return { kind: 'scalar', value: null, start, raw: '', isUnreadable: true };
  }

  private composeItems(): YamlNode[] {
    const items: YamlNode[] = [];
    while (!this.takePop()) items.push(this.composeNode());
    return items;
  }

  private composeEntries(): Pick<YamlMapping, 'entries' | 'hidden'> {
    const entries = new Map<string, YamlEntry>();
    const hidden: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    while (!this.takePop()) {
      const event = this.events[this.position];
      const key = this.composeNode();
      const value = this.composeNode();
      if (this.isMergeKey(event, key)) {
        merged.push(...entriesToMerge(value));
        continue;
      }
      const name = this.keyName(key);
      if (name === undefined) continue;
      const before = entries.get(name);
      if (before) {
        this.sink.report('duplicate-key', key.start, `The key \`${name}\` stands here twice.`);
        hidden.push(before);
      }
      entries.set(name, { key: name, keyStart: key.start, value });
    }
    // As if it had been merged: what would be there is not told as missing.
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return { entries: [...entries.values()], ...(hidden.length > 0 && { hidden }) };
  }

  private isMergeKey(event: Event | undefined, key: YamlNode): boolean {
    const isPlain = event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
    if (!isPlain || key.kind !== 'scalar' || key.value !== '<<') return false;
    const message =
      'Merge keys (`<<`) are not of YAML 1.2. Write the fields out, give a whole value by an alias (`retry: *quick`),' +
      ' or put timeouts and retries that many tasks share under `defaults`.';
    this.sink.report('yaml-merge', key.start, message);
    return true;
  }

  private keyName(key: YamlNode): string | undefined {
    if (key.kind !== 'scalar' || key.value === null) {
      this.sink.report('wrong-type', key.start, 'A key must be a plain name.');
      return undefined;
    }
    const name = key.raw !== '' && typeof key.value !== 'string' ? key.raw : String(key.value);
    if (!FORBIDDEN_KEYS.has(name)) return name;
    this.sink.report('forbidden-key', key.start, `The key \`${name}\` is refused everywhere.`);
    return undefined;
  }

  private composeScalar(event: ScalarEvent): YamlScalar {
    const text = getScalarValue(this.source, event);
    const start = event.valueStart < 0 ? this.offsetBeforeEvent() : event.valueStart;
    const raw = event.valueStart < 0 ? '' : this.source.slice(event.valueStart, event.valueEnd);
    this.size.characters += raw.length;
    if (text.includes('\0') || !text.isWellFormed()) {
      this.sink.report('invalid-value', start, 'NUL and half a surrogate pair are no characters that can be stored.');
      return { kind: 'scalar', value: '', start, raw, isUnreadable: true };
    }
    if (event.style !== SCALAR_STYLE.PLAIN) return { kind: 'scalar', value: text, start, raw };
    const value = CORE_SCHEMA.resolveImplicitScalarTag(text).value as JsonPrimitive;
    const fault = numberFault(text, value);
    if (fault === undefined) return { kind: 'scalar', value, start, raw };
    this.sink.report('invalid-value', start, fault);
    return { kind: 'scalar', value: 0, start, raw, isUnreadable: true };
  }

  /** Tags are refused. */
  private properties(event: Exclude<Event, { type: 1 | 5 | 6 }>, node: YamlNode): YamlNode {
    if (event.tagStart >= 0) {
      const tag = this.source.slice(event.tagStart, event.tagEnd);
      this.sink.report('yaml-tag', event.tagStart, `The tag \`${tag}\` is refused: a spec is plain data.`);
      if (node.kind === 'scalar') node.isUnreadable = true;
    }
    return node;
  }

  private followAlias(start: number, end: number): YamlNode {
    const name = this.source.slice(start, end);
    const target = this.anchors.get(name);
    this.aliases++;
    this.size.nodes += target?.size.nodes ?? 0;
    this.size.characters += target?.size.characters ?? 0;
    const nothing: YamlScalar = { kind: 'scalar', value: null, start, raw: '', isUnreadable: true };
    if (!target) {
      this.sink.report('yaml-syntax', start, `There is no anchor \`&${name}\` before this alias.`);
      return nothing;
    }
    if (this.aliases > MAX_ALIASES) this.tellTooLarge(start, `A spec has at most ${MAX_ALIASES} aliases.`);
    const isOver = this.size.nodes > MAX_EXPANDED.nodes || this.size.characters > MAX_EXPANDED.characters;
    if (isOver) this.tellTooLarge(start, 'The aliases make the spec too large.');
    // A copy: what stands in two places is checked in each.
    return this.isTooLarge ? nothing : copyOf(target.node);
  }

  /** Told once: a file that is made to be large goes on like this. */
  private tellTooLarge(offset: number, message: string): void {
    if (!this.isTooLarge) this.sink.report('yaml-limit', offset, message);
    this.isTooLarge = true;
  }

  private takePop(): boolean {
    const isPop = this.events[this.position]?.type === EVENT_ID.POP;
    if (isPop) this.position++;
    return isPop;
  }

  /** An empty value (`key:`) has no place of its own: the end of what is before it is the nearest. */
  private offsetBeforeEvent(): number {
    const previous = this.events[this.position - 2];
    return previous?.type === EVENT_ID.SCALAR ? Math.max(0, previous.valueEnd) : 0;
  }
}

/** What a merge key would bring: the entries of a mapping, or of a list of mappings. */
function entriesToMerge(value: YamlNode): YamlEntry[] {
  if (value.kind === 'sequence') return value.items.flatMap(entriesToMerge);
  return value.kind === 'mapping' ? value.entries : [];
}

/** A number of YAML's core schema, though the reader may take one that is too large for a text. */
const NUMBER = /^[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?$/i;

/** Why a number cannot be held as it stands there, as a whole sentence. */
function numberFault(text: string, value: JsonPrimitive): string | undefined {
  if (typeof value === 'string' && NUMBER.test(text))
    return `\`${text}\` is too large for a number: quote it if it is a text.`;
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return `\`${text}\` is not a number of JSON.`;
  const isExact = Number.isSafeInteger(value) || !/^[-+]?(\d+|0x[\da-f]+|0o[0-7]+)$/i.test(text);
  return isExact ? undefined : `\`${text}\` is larger than a number can be exactly (2^53 − 1): write it as a text.`;
}
