import {
  CORE_SCHEMA,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import type { JsonPrimitive } from '../plan/json.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './yaml-node.ts';

export const MAX_SOURCE_LENGTH = 1_048_576;
const MAX_DEPTH = 32;
const MAX_ALIASES = 50;
/** Nodes after aliases are followed: what makes a "billion laughs" file small. */
const MAX_EXPANDED_NODES = 50_000;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads one YAML document as plain data. Faults go to the sink; undefined when there is nothing to go on with. */
export function readYaml(source: string, sink: DiagnosticSink): YamlNode | undefined {
  if (source.length > MAX_SOURCE_LENGTH) {
    sink.report('yaml-limit', 0, `A spec has at most ${MAX_SOURCE_LENGTH} characters, this file has ${source.length}.`);
    return undefined;
  }
  const events = parse(source, sink);
  return events && new Composer(source, events, sink).compose();
}

function parse(source: string, sink: DiagnosticSink): Event[] | undefined {
  try {
    return parseEvents(source, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const code = /depth|nest/i.test(error.reason) ? 'yaml-limit' : 'yaml-syntax';
    sink.report(code, error.mark?.position ?? 0, `${capitalise(error.reason)}.`);
    return undefined;
  }
}

/** Puts js-yaml's flat list of events together to a tree that knows its places. */
class Composer {
  private readonly source: string;
  private readonly events: Event[];
  private readonly sink: DiagnosticSink;
  private readonly anchors = new Map<string, YamlNode | undefined>();
  private position = 0;
  private aliases = 0;
  private nodes = 0;
  private readonly sizes = new Map<YamlNode, number>();

  constructor(source: string, events: Event[], sink: DiagnosticSink) {
    this.source = source;
    this.events = events;
    this.sink = sink;
  }

  compose(): YamlNode | undefined {
    const documents = this.events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length;
    if (documents > 1) {
      this.sink.report(
        'yaml-documents',
        this.secondDocumentOffset(),
        'A file holds one spec; remove the second document.',
      );
      return undefined;
    }
    this.position = 1;
    const next = this.events[this.position];
    if (documents === 0 || !next || next.type === EVENT_ID.POP) {
      this.sink.report('yaml-syntax', 0, 'The file is empty; a spec starts with `workflow_id:`.');
      return undefined;
    }
    const root = this.composeNode();
    return this.sink.hasErrors ? undefined : root;
  }

  private composeNode(): YamlNode {
    const event = this.events[this.position++] as Event;
    const before = this.nodes++;
    const node = this.composeEvent(event);
    this.sizes.set(node, Math.max(this.sizes.get(node) ?? 0, this.nodes - before));
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
    if (event.style !== SCALAR_STYLE.PLAIN) return { kind: 'scalar', value: text, start, raw };
    return { kind: 'scalar', value: this.resolvePlain(text, start), start, raw };
  }

  private resolvePlain(text: string, start: number): JsonPrimitive {
    const { value } = CORE_SCHEMA.resolveImplicitScalarTag(text);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.sink.report('invalid-value', start, `\`${text}\` is not a number of JSON.`);
      return 0;
    }
    return value as JsonPrimitive;
  }

  /** Tags are refused; an anchor is remembered. */
  private properties(event: Exclude<Event, { type: 1 | 5 | 6 }>, node: YamlNode): YamlNode {
    if (event.tagStart >= 0) {
      const tag = this.source.slice(event.tagStart, event.tagEnd);
      this.sink.report('yaml-tag', event.tagStart, `The tag \`${tag}\` is refused: a spec is plain data.`);
    }
    if (event.anchorStart >= 0) this.anchors.set(this.source.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  private followAlias(start: number, end: number): YamlNode {
    const name = this.source.slice(start, end);
    const target = this.anchors.get(name);
    this.aliases++;
    this.nodes += (target && this.sizes.get(target)) ?? 0;
    if (!target) this.sink.report('yaml-syntax', start, `There is no anchor \`&${name}\` before this alias.`);
    if (this.aliases > MAX_ALIASES) this.sink.report('yaml-limit', start, `A spec has at most ${MAX_ALIASES} aliases.`);
    const tooLarge = this.nodes > MAX_EXPANDED_NODES;
    if (tooLarge) this.sink.report('yaml-limit', start, 'The aliases make the spec too large.');
    return target && !tooLarge ? target : { kind: 'scalar', value: null, start, raw: '' };
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

  private secondDocumentOffset(): number {
    const at = this.source.search(/^---[ \t]*$/m);
    const second = this.source.slice(at + 3).search(/^---/m);
    return second < 0 ? Math.max(0, at) : at + 3 + second;
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
