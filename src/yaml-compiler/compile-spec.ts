import type { PlanNode } from '../plan/plan.ts';
import { buildNodes, buildPlan } from './build/build-plan.ts';
import { areFewEnough, resolveDependencies } from './check/dependencies.ts';
import { declareInputs } from './check/inputs.ts';
import { type NodeTypes, typesOfNodes } from './check/node-types.ts';
import { checkNodes } from './check/nodes.ts';
import { topologicalOrder } from './check/order.ts';
import { analyseReachability } from './check/reachability.ts';
import { checkSchedule } from './check/schedule/schedule.ts';
import { parseTemplates } from './check/templates.ts';
import { ValueChecker } from './check/values.ts';
import type { Compilation } from './compilation.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import type { HandlerCatalogue } from './handler-catalogue.ts';
import type { WorkflowSpec } from './spec/schema.ts';
import { type Type, withNullableFields } from './types/type.ts';
import { typeOfValue } from './types/value-type.ts';
import { heightAbove, usedBy } from './uses/used-by.ts';
import type { UsedSpec } from './uses/used-specs.ts';
import { keyOffset, nodeAt, type YamlNode } from './yaml-node.ts';

/** From a spec in the right shape to its plan: every check, then the plan. Undefined where there is none to be had. */
export function compileSpec(
  spec: WorkflowSpec,
  root: YamlNode,
  sink: DiagnosticSink,
  catalogue: HandlerCatalogue,
  used: Compilation['used'],
): UsedSpec | undefined {
  const compilation: Compilation = { spec, root, sink, catalogue, used, templates: parseTemplates(spec, root, sink) };
  const inputs = declareInputs(compilation);
  checkSchedule(inputs, compilation);
  const dependencies = resolveDependencies(compilation);
  const order = areFewEnough(dependencies, compilation) ? topologicalOrder(dependencies, compilation) : undefined;
  const types = typesOfNodes(order ?? Object.keys(spec.nodes), compilation);
  checkNodes(order ? dependencies : {}, types, compilation);
  if (!order) return undefined;
  const nodes = buildNodes(order, dependencies, compilation);
  checkOutcome(nodes, types, compilation);
  const usedSpecs = usedBy(compilation);
  const built = buildPlan(inputs, nodes, usedSpecs, compilation);
  return built && { ...built, outputs: outputsType(nodes, types, compilation), height: heightAbove(usedSpecs) };
}

/** What shows only in the whole: nodes that never run, and outputs that may not be there at the end. */
function checkOutcome(nodes: Record<string, PlanNode>, types: NodeTypes, compilation: Compilation): void {
  const { root, sink, spec } = compilation;
  // Nodes in a wrong shape have no place in the graph: nothing is certain about the rest.
  const reachability = spec.opaque.nodes.size > 0 ? undefined : analyseReachability({ nodes });
  for (const id of reachability?.unreachable ?? []) {
    const offset = keyOffset(root, ['nodes', id]) ?? root.start;
    sink.report('unreachable-node', offset, `\`${id}\` can never run: no choice of branches completes all it needs.`);
  }
  const outputs = nodeAt(root, ['outputs']);
  const isCertain = (id: string) => reachability?.certain.has(id) ?? true;
  if (outputs) new ValueChecker(compilation, types.names, isCertain).check(outputs, { kind: 'unknown' }, 'outputs');
}

/** What a node that uses this spec gives. Where a job may end early, each output may be null: what it mentions may not be there. */
function outputsType(nodes: Record<string, PlanNode>, types: NodeTypes, { root, templates }: Compilation): Type {
  const outputs = nodeAt(root, ['outputs']) ?? { kind: 'mapping', entries: [], start: 0 };
  const type = typeOfValue(outputs, types.names, templates);
  const endsEarly = Object.values(nodes).some(({ complete_when }) => complete_when !== undefined);
  return endsEarly ? withNullableFields(type) : type;
}
