import { compile } from '../yaml-compiler/compile.ts';
import { type Diagnostic, DiagnosticSink } from '../yaml-compiler/diagnostic.ts';
import type { HandlerCatalogue } from '../yaml-compiler/handler-catalogue.ts';
import { readYaml } from '../yaml-compiler/read-yaml.ts';
import { nodeAt, type YamlEntry, type YamlNode } from '../yaml-compiler/yaml-node.ts';
import type { ImportContext } from './context.ts';
import { convertInputs } from './convert-inputs.ts';
import { Fields } from './fields.ts';
import { type Finding, FindingSink } from './finding.ts';
import { JoinFindings } from './graph/join-findings.ts';
import { JoinResolver } from './graph/joins.ts';
import { isDissolved, type OldGraph } from './graph/old-graph.ts';
import { findParents } from './graph/parents.ts';
import { readGraph } from './graph/read-graph.ts';
import { renameAll } from './names.ts';
import { convertNode } from './nodes/convert-node.ts';
import { readHead } from './read-head.ts';
import { writeSpec } from './write-spec.ts';

export interface ImportOptions {
  /** How findings call the old file: a path for people. */
  file: string;
  catalogue: HandlerCatalogue;
}

export type Imported =
  | {
      kind: 'spec';
      workflow_id: string;
      /** YAML, with comments where a person should look. */
      spec: string;
      /** What became of the old file's parts, in its order. */
      findings: Finding[];
      /** Of the new spec, which is called `<workflow_id>.yaml`. */
      diagnostics: Diagnostic[];
      /** Nothing is lost, and the new spec has no errors. */
      isWhole: boolean;
    }
  /** Not YAML, or no spec of the old dialect. */
  | { kind: 'unreadable'; diagnostics: Diagnostic[] };

/**
 * Writes a spec of the old dialect in the language. What cannot be carried over is among the findings; what comes out is compiled at
 * once. Never throws on bad input.
 */
export function importSpec(source: string, { file, catalogue }: ImportOptions): Imported {
  const faults = new DiagnosticSink(file, source);
  const root = readYaml(source, faults);
  if (root) checkNodes(root, faults);
  if (!root || faults.hasErrors) return { kind: 'unreadable', diagnostics: faults.list() };
  const sink = new FindingSink(file, source);
  tellComments(source, sink);
  const { workflow_id, spec } = convert(root, file, sink, catalogue);
  const findings = sink.list();
  const { plan, diagnostics } = compile(spec, { file: `${workflow_id}.yaml`, catalogue });
  const isWhole = plan !== undefined && findings.every(({ severity }) => severity !== 'lost');
  return { kind: 'spec', workflow_id, spec, findings, diagnostics, isWhole };
}

function tellComments(source: string, sink: FindingSink): void {
  const offset = source.search(/^[ \t]*#/m);
  if (offset >= 0) sink.report('comments-left', offset, 'Comments, from here on, are not carried over.');
}

/** Far over what a spec may have, and near enough to be told as that by the compiler. */
const MOST_NODES = 1_000;

function checkNodes(root: YamlNode, faults: DiagnosticSink): void {
  const nodes = nodeAt(root, ['nodes']);
  if (nodes?.kind !== 'mapping') {
    faults.report('missing-field', root.start, 'A spec of the old dialect has `nodes`, a mapping by id.');
  } else if (nodes.entries.length > MOST_NODES) {
    faults.report('too-many-nodes', nodes.start, `The file has ${nodes.entries.length} nodes; a spec has at most 500.`);
  }
}

function convert(root: YamlNode, file: string, sink: FindingSink, catalogue: HandlerCatalogue) {
  const fields = new Fields(root, sink);
  const head = readHead(fields, file);
  const entries = entriesOf(fields.take('nodes'));
  const declared = entriesOf(fields.take('inputs'));
  fields.done();
  const inputNames = renameAll(declared.map(({ key }) => key));
  const { inputs, optional, booleans } = convertInputs(declared, inputNames, sink);
  const graph = readGraph(entries, sink);
  const ids = renameAll([...graph.keys()].filter((id) => !isDissolved(graph.get(id))));
  tellNodes(graph, ids, entries, sink);
  const resolver = new JoinResolver(graph, findParents(graph, sink), new JoinFindings(sink, (id) => ids.get(id) ?? id));
  const context: ImportContext = {
    ...{ sink, catalogue, graph, ids, takenIds: new Set(ids.values()) },
    names: { inputs: inputNames, nodes: ids, optionalInputs: optional, booleanInputs: booleans },
    join: (id) => resolver.join(id),
  };
  const kept = entries.filter(({ key }) => ids.has(key));
  const nodes = kept.flatMap(({ key, value }) => convertNode(key, value, context));
  tellWhole(
    nodes.map(({ body }) => body),
    root,
    sink,
  );
  const comments = sink.comments();
  const spec = writeSpec({
    ...{ ...head, inputs },
    comments: [`Imported from ${fileName(file)}.`, ...(comments.get(undefined) ?? [])],
    nodes: nodes.map((node) => ({ ...node, comments: comments.get(node.id) ?? [] })),
  });
  return { workflow_id: head.workflow_id, spec };
}

function tellNodes(
  graph: OldGraph,
  ids: ReadonlyMap<string, string>,
  entries: readonly YamlEntry[],
  sink: FindingSink,
): void {
  for (const { key, keyStart, value } of entries) {
    const id = ids.get(key);
    if (id === undefined) {
      const fields = new Fields(value, sink);
      for (const edge of ['type', 'next', 'depends_on']) fields.take(edge);
      const description = fields.string('description');
      fields.done();
      const said = description === undefined ? '' : ` It said: ${description}`;
      sink.report('node-dissolved', keyStart, `The ${graph.get(key)?.type} node \`${key}\` is not needed.${said}`);
    } else if (id !== key) {
      sink.report('renamed', keyStart, `The node \`${key}\` is called \`${id}\`.`, id);
    }
  }
}

/** What holds for the spec as a whole. */
function tellWhole(bodies: readonly object[], root: YamlNode, sink: FindingSink): void {
  const unsaid = bodies.some((body) => 'handler' in body && !('timeout' in body && 'retry' in body));
  if (unsaid) {
    const message = 'Timeouts and retries not given come from the handlers (of old: 1h, 3 attempts).';
    sink.report('handler-defaults', root.start, message);
  }
  sink.report('no-outputs', root.start, 'Jobs of this spec give no outputs: write `outputs` for what callers need.');
}

function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === 'mapping' ? node.entries : [];
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
