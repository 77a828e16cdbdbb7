import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../plan/json.ts';
import type { ExecutionPlan, PlanNode } from '../plan/plan.ts';
import { buildNode } from './build-node.ts';
import { checkConditional } from './check/conditional.ts';
import { type DependencyMap, resolveDependencies } from './check/dependencies.ts';
import { declareInputs } from './check/inputs.ts';
import { topologicalOrder } from './check/order.ts';
import { analyseReachability } from './check/reachability.ts';
import { certaintyOf, namesOf } from './check/scope.ts';
import { checkTask } from './check/task.ts';
import { parseTemplates } from './check/templates.ts';
import { type Names, ValueChecker } from './check/values.ts';
import type { Compilation } from './compilation.ts';
import { type Diagnostic, DiagnosticSink } from './diagnostic.ts';
import type { HandlerCatalogue, HandlerSignature } from './handler-catalogue.ts';
import { readYaml } from './read-yaml.ts';
import { readSpec } from './spec/read-spec.ts';
import type { WorkflowSpec } from './spec/schema.ts';
import { UNKNOWN } from './types/type.ts';
import { keyOffset, nodeAt, type YamlNode } from './yaml-node.ts';

export interface CompileOptions {
  /** How diagnostics call the source: a path for people. */
  file: string;
  catalogue: HandlerCatalogue;
}

/** A plan where there is no error; warnings may come with it. */
export interface Compiled {
  plan: ExecutionPlan | undefined;
  diagnostics: Diagnostic[];
}

/** Compiles a workflow spec: all its faults at once, with their places, or the execution plan. Never throws on bad input. */
export function compile(source: string, { file, catalogue }: CompileOptions): Compiled {
  const sink = new DiagnosticSink(file, source);
  const root = readYaml(source, sink);
  const spec = root && readSpec(root, sink);
  const plan = root && spec && check(spec, root, sink, catalogue);
  return { plan: sink.hasErrors ? undefined : plan, diagnostics: sink.list() };
}

function check(
  spec: WorkflowSpec,
  root: YamlNode,
  sink: DiagnosticSink,
  catalogue: HandlerCatalogue,
): ExecutionPlan | undefined {
  const templates = parseTemplates(spec, root, sink);
  const compilation: Compilation = { spec, root, sink, catalogue, templates };
  const inputs = declareInputs(compilation);
  const dependencies = resolveDependencies(compilation);
  const names = namesOf(compilation);
  const order = topologicalOrder(dependencies, compilation);
  const handlers = order ? checkNodes(dependencies, names, compilation) : checkNodes({}, names, compilation);
  if (!order) return undefined;
  const nodes = Object.fromEntries(order.map((id) => [id, buildOne(id, spec, dependencies, handlers)]));
  checkOutcome({ nodes }, names, compilation);
  return seal({
    plan_format: 1,
    workflow_id: spec.workflow_id,
    version: spec.version,
    description: spec.description ?? '',
    inputs,
    nodes,
    outputs: spec.outputs,
  });
}

function buildOne(
  id: string,
  spec: WorkflowSpec,
  dependencies: DependencyMap,
  handlers: ReadonlyMap<string, HandlerSignature>,
): PlanNode {
  const node = spec.nodes[id];
  const parents = dependencies[id];
  if (!node || !parents) throw new Error(`the order has a node that the spec has not: ${id}`);
  return buildNode(node, parents, handlers.get(id));
}

function checkNodes(
  dependencies: DependencyMap,
  names: Names,
  compilation: Compilation,
): Map<string, HandlerSignature> {
  const handlers = new Map<string, HandlerSignature>();
  for (const [id, node] of Object.entries(compilation.spec.nodes)) {
    const isCertain = dependencies[id] ? certaintyOf(id, dependencies) : () => true;
    const when = nodeAt(compilation.root, ['nodes', id, 'when']);
    if (when) new ValueChecker(compilation, names, isCertain).check(when, UNKNOWN, '`when`');
    if (node.type === 'conditional') {
      checkConditional(id, node, names, isCertain, compilation);
      continue;
    }
    const handler = checkTask(id, node, names, isCertain, compilation);
    if (handler) handlers.set(id, handler);
  }
  return handlers;
}

/** What shows only in the whole: nodes that never run, and outputs that may not be there at the end. */
function checkOutcome(plan: Pick<ExecutionPlan, 'nodes'>, names: Names, compilation: Compilation): void {
  const { root, sink, spec } = compilation;
  // Nodes in a wrong shape have no place in the graph: nothing is certain about the rest.
  const reachability = spec.opaque.nodes.size > 0 ? undefined : analyseReachability(plan);
  for (const id of reachability?.unreachable ?? []) {
    const offset = keyOffset(root, ['nodes', id]) ?? root.start;
    sink.report('unreachable-node', offset, `\`${id}\` can never run: no choice of branches completes all it needs.`);
  }
  const outputs = nodeAt(root, ['outputs']);
  const isCertain = (id: string) => reachability?.certain.has(id) ?? true;
  if (outputs) new ValueChecker(compilation, names, isCertain).check(outputs, UNKNOWN, 'outputs');
}

function seal(plan: Omit<ExecutionPlan, 'plan_hash'>): ExecutionPlan {
  // Once through JSON, so that the hash is of exactly what a job row and a workflow's input will hold.
  const plain = JSON.parse(JSON.stringify(plan)) as typeof plan & JsonObject;
  return { ...plain, plan_hash: createHash('sha256').update(canonicalJson(plain)).digest('hex') };
}
