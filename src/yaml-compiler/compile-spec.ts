import type { PlanNode } from '../plan/plan.ts';
import { Meter } from '../plan/template/meter.ts';
import { buildNodes, buildPlan } from './build/build-plan.ts';
import { areFewEnough, type DependencyMap, resolveDependencies } from './check/dependencies.ts';
import { declareInputs } from './check/inputs.ts';
import { type NodeTypes, typesOfNodes } from './check/node-types.ts';
import { checkNodes } from './check/nodes.ts';
import { topologicalOrder } from './check/order.ts';
import { PatternEffort } from './check/pattern-effort.ts';
import { analyseReachability } from './check/reachability.ts';
import { checkSchedule } from './check/schedule/schedule.ts';
import { parseTemplates } from './check/templates.ts';
import { ValueChecker } from './check/values.ts';
import type { Compilation } from './compilation.ts';
import type { DiagnosticSink } from './diagnostic.ts';
import type { HandlerCatalogue } from './handler-catalogue.ts';
import type { WorkflowSpec } from './spec/schema.ts';
import { shallow } from './types/bounded.ts';
import type { Type } from './types/type.ts';
import { withNullableFields } from './types/union.ts';
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
  const patternEffort = new PatternEffort(sink);
  const templates = parseTemplates(spec, root, sink);
  const templateWork = new Meter('spec');
  const compilation: Compilation = { spec, root, sink, catalogue, used, templates, patternEffort, templateWork };
  const inputs = declareInputs(compilation);
  checkSchedule(inputs, compilation);
  const dependencies = resolveDependencies(compilation);
  const { order, isWhole } = orderNodes(dependencies, compilation);
  const types = typesOfNodes(isWhole ? order : Object.keys(spec.nodes), compilation);
  checkNodes(pick(dependencies, order), types, compilation);
  const nodes = isWhole ? buildNodes(order, dependencies, compilation) : undefined;
  checkOutcome(nodes, types, compilation);
  if (!nodes || sink.hasErrors) return undefined;
  const usedSpecs = usedBy(compilation);
  const built = buildPlan(inputs, nodes, usedSpecs, compilation);
  return built && { ...built, outputs: outputsType(nodes, types, compilation), height: heightAbove(usedSpecs) };
}

/** Parents before children; not whole where there are circles, or too many edges to look at. */
function orderNodes(dependencies: DependencyMap, compilation: Compilation): { order: string[]; isWhole: boolean } {
  if (!areFewEnough(dependencies, compilation)) return { order: [], isWhole: false };
  return topologicalOrder(dependencies, compilation);
}

function pick(dependencies: DependencyMap, ids: readonly string[]): DependencyMap {
  return Object.fromEntries(ids.flatMap((id) => (dependencies[id] ? [[id, dependencies[id]]] : [])));
}

/**
 * What shows only in the whole: nodes that never run, and outputs that may not be there at the end.
 *
 * @param nodes undefined where they make no graph
 */
function checkOutcome(nodes: Record<string, PlanNode> | undefined, types: NodeTypes, compilation: Compilation): void {
  const { root, sink, spec } = compilation;
  // With nodes in a wrong shape there are edges that nobody knows: nothing is certain about the rest.
  const isSound = spec.surplus.size === 0 && !spec.shape.isUnsound(nodeAt(root, ['nodes']));
  const reachability = nodes && isSound ? analyseReachability({ nodes }) : undefined;
  for (const id of reachability?.unreachable ?? []) {
    const offset = keyOffset(root, ['nodes', id]) ?? root.start;
    sink.report('unreachable-node', offset, `\`${id}\` can never run: no choice of branches completes all it needs.`);
  }
  const outputs = nodeAt(root, ['outputs']);
  // What there is no node for is told as that.
  const isCertain = (id: string) => !Object.hasOwn(spec.nodes, id) || (reachability?.certain.has(id) ?? true);
  if (outputs) new ValueChecker(compilation, types.names, isCertain).check(outputs, { kind: 'unknown' }, 'outputs');
}

/** What a node that uses this spec gives. Where a job may end early, each output may be null: what it mentions may not be there. */
function outputsType(nodes: Record<string, PlanNode>, types: NodeTypes, { root, templates }: Compilation): Type {
  const outputs = nodeAt(root, ['outputs']) ?? { kind: 'mapping', entries: [], start: 0 };
  const type = shallow(typeOfValue(outputs, types.names, templates));
  const endsEarly = Object.values(nodes).some(({ complete_when }) => complete_when !== undefined);
  return endsEarly ? withNullableFields(type) : type;
}
