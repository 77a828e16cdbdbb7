import { didYouMean } from '../plan/nearest.ts';
import { toJson, type YamlEntry, type YamlNode } from '../yaml-compiler/yaml-node.ts';
import type { FindingCode, FindingSink } from './finding.ts';

/**
 * The fields of a mapping, taken one by one. What is left when all that are known were taken is told: nothing is dropped in silence.
 */
export class Fields {
  readonly start: number;
  private readonly entries: Map<string, YamlEntry>;
  private readonly known = new Set<string>();
  private readonly sink: FindingSink;
  private readonly nodeId: string | undefined;

  /** @param nodeId the new spec's node that findings belong to */
  constructor(node: YamlNode, sink: FindingSink, nodeId?: string) {
    this.start = node.start;
    this.entries = new Map(node.kind === 'mapping' ? node.entries.map((entry) => [entry.key, entry]) : []);
    this.sink = sink;
    this.nodeId = nodeId;
    if (node.kind !== 'mapping') this.report('invalid-value', node.start, 'A mapping of fields is expected here.');
  }

  take(name: string): YamlNode | undefined {
    this.known.add(name);
    const value = this.entries.get(name)?.value;
    return value?.kind === 'scalar' && value.value === null ? undefined : value;
  }

  /** Also where it is null. */
  has(name: string): boolean {
    return this.entries.has(name);
  }

  string(name: string): string | undefined {
    const node = this.take(name);
    if (node === undefined) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
    return this.wrong(name, node, 'a text');
  }

  /** Also where it stands in quotes. */
  number(name: string): number | undefined {
    const node = this.take(name);
    if (node === undefined) return undefined;
    const value = node.kind === 'scalar' ? node.value : undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : this.wrong(name, node, 'a number');
  }

  boolean(name: string): boolean | undefined {
    const node = this.take(name);
    if (node === undefined) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    return this.wrong(name, node, 'true or false');
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const given = this.string(name);
    const found = allowed.find((candidate) => candidate === given);
    if (given !== undefined && found === undefined) {
      this.report('invalid-value', this.offset(name), `\`${name}: ${given}\` is not one of ${allowed.join(', ')}.`);
    }
    return found;
  }

  /** Where the key stands; the mapping's start where there is none. */
  offset(name: string): number {
    return this.entries.get(name)?.keyStart ?? this.start;
  }

  /** Tells the fields that nobody took. */
  done(): void {
    for (const [name, { keyStart, value }] of this.entries) {
      if (this.known.has(name)) continue;
      const hint = didYouMean(name, this.known);
      const message = `\`${name}: ${JSON.stringify(toJson(value))}\` is not a field of the old dialect here.${hint}`;
      this.report('unknown-field', keyStart, message);
    }
  }

  /** Of a mapping inside this one. */
  nested(node: YamlNode): Fields {
    return new Fields(node, this.sink, this.nodeId);
  }

  report(code: FindingCode, offset: number, message: string): void {
    this.sink.report(code, offset, message, this.nodeId);
  }

  private wrong(name: string, node: YamlNode, expected: string): undefined {
    this.report('invalid-value', node.start, `\`${name}\` must be ${expected}, not ${JSON.stringify(toJson(node))}.`);
  }
}
