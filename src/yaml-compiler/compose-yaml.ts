import { CORE_SCHEMA, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { JsonPrimitive } from '../plan/json.ts';
import type { DiagnosticCode, DiagnosticSink } from './diagnostic.ts';
import { copyOf, type YamlEntry, type YamlNode, type YamlScalar } from './yaml-node.ts';

const MAX_ALIASES = 50;
/** After aliases are followed, which is what makes a "billion laughs" file small. */
const MAX_EXPANDED = { nodes: 50_000, characters: 524_288 } as const;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Puts js-yaml's flat list of one document's events together to a tree that knows its places. */
export class Composer {
  private readonly source: string;
  private readonly events: Event[];
  private readonly sink: DiagnosticSink;
  private readonly anchors = new Map<string, YamlNode | undefined>();
  private position = 0;
  private aliases = 0;
  /** Of all that is composed so far, aliases followed. */
  private readonly size = { nodes: 0, characters: 0 };
  private readonly sizes = new Map<YamlNode, { nodes: number; characters: number }>();
  /** Whether what was found leaves nothing that could be judged further. */
  private isUnusable = false;

  constructor(source: string, events: Event[], sink: DiagnosticSink) {
    this.source = source;
    this.events = events;
    this.sink = sink;
  }

  /** Undefined where there is nothing, or nothing to go on with. */
  compose(): YamlNode | undefined {
    this.position = 1;
    const next = this.events[this.position];
    if (!next || next.type === EVENT_ID.POP) {
      this.sink.report('yaml-syntax', 0, 'The file is empty; a spec starts with `workflow_id:`.');
      return undefined;
    }
    const root = this.composeNode();
    return this.isUnusable ? undefined : root;
  }

  private composeNode(): YamlNode {
    const event = this.events[this.position++] as Event;
    const { nodes, characters } = this.size;
    this.size.nodes++;
    const node = this.composeEvent(event);
    this.sizes.set(node, { nodes: this.size.nodes - nodes, characters: this.size.characters - characters });
    return node;
  }

  private composeEvent(event: Event): YamlNode {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.properties(event, this.composeScalar(event));
      case EVENT_ID.SEQUENCE:
        return this.properties(event, { kind: 'sequence', items: this.composeItems(), start: event.start });
      case EVENT_ID.MAPPING:
        return this.properties(event, { kind: 'mapping', entries: this.composeEntries(), start: event.start });
      case EVENT_ID.ALIAS:
        return this.followAlias(event.anchorStart, event.anchorEnd);
      default:
        throw new Error(`js-yaml gave event ${event.type} where a node was expected`);
    }
  }

  private composeItems(): YamlNode[] {
    const items: YamlNode[] = [];
    while (!this.takePop()) items.push(this.composeNode());
    return items;
  }

  private composeEntries(): YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    while (!this.takePop()) {
      const key = this.composeNode();
      const value = this.composeNode();
      const name = this.keyName(key);
      if (name === undefined) continue;
      if (entries.has(name)) this.sink.report('duplicate-key', key.start, `The key \`${name}\` stands here twice.`);
      entries.set(name, { key: name, keyStart: key.start, value });
    }
    return [...entries.values()];
  }

  private keyName(key: YamlNode): string | undefined {
    if (key.kind !== 'scalar' || key.value === null) {
      this.refuse('wrong-type', key.start, 'A key must be a plain name.');
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
    if (event.style !== SCALAR_STYLE.PLAIN) return { kind: 'scalar', value: text, start, raw };
    return { kind: 'scalar', value: this.resolvePlain(text, start), start, raw };
  }

  private resolvePlain(text: string, start: number): JsonPrimitive {
    const { value } = CORE_SCHEMA.resolveImplicitScalarTag(text);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.refuse('invalid-value', start, `\`${text}\` is not a number of JSON.`);
      return 0;
    }
    return value as JsonPrimitive;
  }

  /** Tags are refused; an anchor is remembered. */
  private properties(event: Exclude<Event, { type: 1 | 5 | 6 }>, node: YamlNode): YamlNode {
    if (event.tagStart >= 0) {
      const tag = this.source.slice(event.tagStart, event.tagEnd);
      this.refuse('yaml-tag', event.tagStart, `The tag \`${tag}\` is refused: a spec is plain data.`);
    }
    if (event.anchorStart >= 0) this.anchors.set(this.source.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  private followAlias(start: number, end: number): YamlNode {
    const name = this.source.slice(start, end);
    const target = this.anchors.get(name);
    const { nodes = 0, characters = 0 } = (target && this.sizes.get(target)) ?? {};
    this.aliases++;
    this.size.nodes += nodes;
    this.size.characters += characters;
    if (!target) this.refuse('yaml-syntax', start, `There is no anchor \`&${name}\` before this alias.`);
    if (this.aliases > MAX_ALIASES) this.refuse('yaml-limit', start, `A spec has at most ${MAX_ALIASES} aliases.`);
    const tooLarge = this.size.nodes > MAX_EXPANDED.nodes || this.size.characters > MAX_EXPANDED.characters;
    if (tooLarge) this.refuse('yaml-limit', start, 'The aliases make the spec too large.');
    // A copy: what stands in two places is checked in each.
    return target && !tooLarge ? copyOf(target) : { kind: 'scalar', value: null, start, raw: '' };
  }

  private refuse(code: DiagnosticCode, offset: number, message: string): void {
    this.isUnusable = true;
    this.sink.report(code, offset, message);
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
