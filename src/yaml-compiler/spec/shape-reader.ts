import type { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '../../plan/json.ts';
import { knownNames, nearest, suggest } from '../../plan/nearest.ts';
import { type DiagnosticSink, MAX_DIAGNOSTICS } from '../diagnostic.ts';
import { nodeAt, type Path, renameKey, toJson, type YamlNode } from '../yaml-node.ts';
import { fillBlank, takeAway } from './blanks.ts';
import { knownFields } from './known-fields.ts';
import { MISPLACED, reportIssue, reportUnknownField } from './report-issues.ts';
import type { ShapeFaults } from './shape-faults.ts';
import { type Issue, unfoldIssues } from './unfold-issues.ts';

export interface ReadOptions {
  /** Fields that are taken to be so, whatever stands there. */
  override?: JsonObject;
  /** Whether the schema itself is a guess: then nothing is said of fields that it lacks or asks for. */
  isGuess?: boolean;
}

/** More than are told. */
const MOST_FIELDS = 2 * MAX_DIAGNOSTICS;

/**
 * Reads parts of a spec by their schemas. What is in a wrong shape is told and left out, with blanks where there must be something, so
 * that the rest of a part is checked in the same go. A field with a typing error in its name is taken for the one that was meant.
 */
export class ShapeReader {
  readonly faults: ShapeFaults;
  private readonly root: YamlNode;
  private readonly sink: DiagnosticSink;
  private readonly blanks = new Map<z.ZodType, JsonObject>();

  constructor(root: YamlNode, sink: DiagnosticSink, faults: ShapeFaults) {
    this.root = root;
    this.sink = sink;
    this.faults = faults;
  }

  /** @param schema of an object */
  read<S extends z.ZodType>(schema: S, path: Path, { override = {}, isGuess = false }: ReadOptions = {}): z.output<S> {
    // Nothing more is told: what is left of a hostile file need not be looked at.
    if (this.sink.isFull) return this.blankOf(schema, override);
    const document: JsonObject = { ...this.objectAt(path, schema), ...override };
    if (!schema.safeParse(document).success) this.mend(document, schema, path, isGuess);
    const shaped: unknown = document;
    return shaped as z.output<S>;
  }

  /** A field that decides how all others are read, and has a typing error in its name. */
  takeMisspelled(field: string, path: Path, isValue: (value: JsonValue) => boolean): void {
    const mapping = nodeAt(this.root, path);
    if (mapping?.kind !== 'mapping' || nodeAt(mapping, [field])) return;
    const found = mapping.entries.find(({ key, value }) => nearest(key, [field]) && isValue(toJson(value)));
    if (!found) return;
    reportUnknownField(found.key, ` Did you mean \`${field}\`?`, path, this.root, this.sink);
    renameKey(mapping, found.key, field);
  }

  private blankOf<S extends z.ZodType>(schema: S, override: JsonObject): z.output<S> {
    const known = this.blanks.get(schema) ?? {};
    if (!this.blanks.has(schema)) {
      for (const { path } of issuesOf(schema, override)) fillBlank(known, path as Path);
      this.blanks.set(schema, known);
    }
    const shaped: unknown = { ...structuredClone(known), ...override };
    return shaped as z.output<S>;
  }

  private mend(document: JsonObject, schema: z.ZodType, path: Path, isGuess: boolean): void {
    this.takeUnknownFields(schema, document, path, isGuess);
    for (const issue of issuesOf(schema, document)) this.takeFault(issue, document, path, isGuess);
    for (const { path: place } of issuesOf(schema, document)) fillBlank(document, place as Path);
  }

  /** What is no object is told, and taken for an empty one. */
  private objectAt(path: Path, schema: z.ZodType): JsonObject {
    const node = nodeAt(this.root, path);
    const document = node ? toJson(this.withoutSurplus(node, path)) : {};
    if (isJsonObject(document)) return document;
    for (const issue of issuesOf(schema, document)) this.takeFault(issue, document, path, false);
    return {};
  }

  /** Of fields that nobody knows only as many as can be told of: a hostile file has more, and each check would go through all of them. */
  private withoutSurplus(node: YamlNode, path: Path): YamlNode {
    if (node.kind !== 'mapping' || node.entries.length <= MOST_FIELDS) return node;
    const known = new Set(knownFields(path, this.root));
    return { ...node, entries: node.entries.filter(({ key }, index) => index < MOST_FIELDS || known.has(key)) };
  }

  private takeUnknownFields(schema: z.ZodType, document: JsonObject, path: Path, isGuess: boolean): void {
    // Again, since a field under its right name decides what else may be there; each round leaves fewer.
    for (let unknown = unknownIn(schema, document); unknown.length > 0; unknown = unknownIn(schema, document)) {
      for (const { keys, path: place } of unknown) this.takeUnknown(keys, place as Path, document, path, isGuess);
    }
  }

  private takeUnknown(keys: readonly string[], place: Path, document: JsonObject, path: Path, isGuess: boolean): void {
    const parent = [...path, ...place];
    const owner = valueAt(document, place) as JsonObject;
    const fields = knownFields(parent, this.root);
    for (const key of keys) {
      const value = owner[key] as JsonValue;
      delete owner[key];
      if (this.sink.isFull || (isGuess && place.length === 0) || this.faults.isTold([...parent, key])) continue;
      const isMisplaced = fields.includes(key);
      const meant = isMisplaced ? undefined : this.sink.nearest(key, fields);
      const hint = isMisplaced ? MISPLACED : suggest(meant) || knownNames(key, fields);
      reportUnknownField(key, hint, parent, this.root, this.sink);
      if (meant !== undefined && this.takeFor(meant, key, parent)) owner[meant] = value;
    }
  }

  /** Takes a field for the one that was meant, unless that one is there too. */
  private takeFor(meant: string, key: string, parent: Path): boolean {
    const mapping = nodeAt(this.root, parent);
    if (mapping?.kind !== 'mapping' || nodeAt(mapping, [meant])) return false;
    renameKey(mapping, key, meant);
    const moved = nodeAt(mapping, [meant]);
    if (moved) this.faults.guess(moved);
    return true;
  }

  private takeFault(issue: Issue, document: JsonValue, base: Path, isGuess: boolean): void {
    const path = [...base, ...issue.path] as Path;
    const isMissing = !nodeAt(this.root, path);
    const isTold = this.faults.isTold(path) || (isGuess && isMissing && issue.path.length === 1);
    if (!isTold) reportIssue(issue, path, this.root, this.sink);
    // A wrong name says nothing of what is called so.
    if (issue.code === 'invalid_key') return;
    this.faults.add(path);
    takeAway(document, issue.path as Path);
  }
}

function issuesOf(schema: z.ZodType, document: JsonValue): Issue[] {
  const { error } = schema.safeParse(document);
  return error ? unfoldIssues(error.issues) : [];
}

function unknownIn(schema: z.ZodType, document: JsonValue) {
  return issuesOf(schema, document).filter((issue) => issue.code === 'unrecognized_keys');
}

function valueAt(document: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const step of path) {
    if (Array.isArray(value)) value = value[step as number];
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
