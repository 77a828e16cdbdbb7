import { parentsOf } from '../../plan/graph-run.ts';
import type { Dependencies } from '../../plan/plan.ts';
import { nodeMentions } from '../../plan/template/walk.ts';
import type { Compilation } from '../compilation.ts';
import { BLANK } from '../spec/blanks.ts';
import type { DependsOnSpec } from '../spec/fields.ts';
import type { NodeSpec } from '../spec/node-schemas.ts';
import { keyOffset, nodeAt, offsetInScalar, offsetOf, type Path } from '../yaml-node.ts';
import { expressionsOf } from './templates.ts';

/** Edges of a spec's graph: bounds what its analysis and the interpreter have to look at. */
const MAX_DEPENDENCIES = 5_000;

export type DependencyMap = Record<string, Dependencies>;

/**
 * Every node's parents: those that `depends_on` names, the conditional whose branch leads to it, a fan-in's fan-out, and the nodes
 * that its templates mention (these are required, unless `depends_on` gives them another role).
 */
export function resolveDependencies(compilation: Compilation): DependencyMap {
  const ids = Object.keys(compilation.spec.nodes);
  const map: DependencyMap = Object.fromEntries(ids.map((id) => [id, explicitDependencies(id, compilation)]));
  addBranchEdges(map, compilation);
  addFanInEdges(map, compilation);
  addMentionedNodes(map, compilation);
  return map;
}

/** False, and reported, where there are so many that nothing more is to be said of the graph. */
export function areFewEnough(map: DependencyMap, { root, sink }: Compilation): boolean {
  const count = Object.values(map).reduce((sum, node) => sum + parentsOf(node).length, 0);
  if (count <= MAX_DEPENDENCIES) return true;
  const message = `A spec has at most ${MAX_DEPENDENCIES} dependencies between its nodes, this one has ${count}; use a fan-out.`;
  sink.report('too-many-dependencies', keyOffset(root, ['nodes']) ?? root.start, message);
  return false;
}

function explicitDependencies(id: string, compilation: Compilation): Dependencies {
  const { role, names, place } = readDependsOn(compilation.spec.nodes[id]?.depends_on);
  const known = names.filter((name, index) =>
    checkNodeName(name, id, ['nodes', id, 'depends_on', ...place(index)], compilation),
  );
  return { required: [], alternatives: [], settled: [], [role]: [...new Set(known)] };
}

interface ReadDependsOn {
  role: keyof Dependencies;
  names: string[];
  /** Where the name of that index stands, under `depends_on`. */
  place: (index: number) => Path;
}

function readDependsOn(dependsOn: DependsOnSpec = []): ReadDependsOn {
  if (typeof dependsOn === 'string') return { role: 'required', names: [dependsOn], place: () => [] };
  if (Array.isArray(dependsOn)) return { role: 'required', names: dependsOn, place: (index) => [index] };
  if ('any_of' in dependsOn) {
    return { role: 'alternatives', names: dependsOn.any_of, place: (index) => ['any_of', index] };
  }
  if ('settled' in dependsOn) {
    return { role: 'settled', names: dependsOn.settled, place: (index) => ['settled', index] };
  }
  return { role: 'required', names: dependsOn.all_of, place: (index) => ['all_of', index] };
}

function checkNodeName(name: string, from: string, place: Path, { spec, root, sink }: Compilation): boolean {
  if (sink.isFull || name === BLANK || spec.surplus.has(name) || spec.shape.isWrong(nodeAt(root, place))) return false;
  if (name === from) {
    sink.report('self-reference', offsetOf(root, place), `The node \`${from}\` cannot depend on itself.`);
    return false;
  }
  if (Object.hasOwn(spec.nodes, name)) return true;
  const hint = sink.hintFor(name, Object.keys(spec.nodes));
  // Without this edge nothing can be said of which nodes are reached.
  spec.shape.add(place);
  sink.report('unknown-node', offsetOf(root, place), `There is no node \`${name}\`.${hint}`);
  return false;
}

function addBranchEdges(map: DependencyMap, compilation: Compilation): void {
  for (const { conditional, target, place } of branchTargets(compilation.spec.nodes)) {
    if (checkNodeName(target, conditional, place, compilation)) require(map, target, conditional);
  }
}

function* branchTargets(
  nodes: Record<string, NodeSpec>,
): Generator<{ conditional: string; target: string; place: Path }> {
  for (const [conditional, node] of Object.entries(nodes)) {
    const branches = node.type === 'conditional' ? node.branches : [];
    for (const [index, branch] of branches.entries()) {
      const path = ['nodes', conditional, 'branches', index, 'next'];
      for (const [position, target] of nextNodes(branch).entries()) {
        yield { conditional, target, place: typeof branch.next === 'string' ? path : [...path, position] };
      }
    }
  }
}

export function nextNodes({ next }: Extract<NodeSpec, { type: 'conditional' }>['branches'][number]): string[] {
  return typeof next === 'string' ? [next] : next;
}

/** Also where `depends_on` gives it another role: without what the items gave there is nothing to bring together. */
function addFanInEdges(map: DependencyMap, { spec }: Compilation): void {
  for (const [id, node] of Object.entries(spec.nodes)) {
    const required = map[id]?.required;
    if (node.type !== 'fan_in' || !Object.hasOwn(spec.nodes, node.from) || node.from === id) continue;
    if (!required?.includes(node.from)) required?.push(node.from);
  }
}

function addMentionedNodes(map: DependencyMap, { templates, spec, sink }: Compilation): void {
  for (const use of templates.values()) {
    const { nodeId, path, scalar } = use;
    if (nodeId === undefined) continue;
    const advice = path.some((step) => step === 'complete_when' || step === 'fail_when') ? ' Here it is `output`.' : '';
    for (const { nodeId: mentioned, span } of expressionsOf(use).flatMap((expression) => [
      ...nodeMentions(expression),
    ])) {
      if (mentioned === nodeId) {
        const offset = offsetInScalar(scalar, span.start, span.end - span.start);
        sink.report('self-reference', offset, `The node \`${nodeId}\` cannot use its own output.${advice}`);
      } else if (Object.hasOwn(spec.nodes, mentioned)) {
        require(map, nodeId, mentioned);
      }
    }
  }
}

function require(map: DependencyMap, child: string, parent: string): void {
  const dependencies = map[child];
  if (!dependencies) return;
  const { required, alternatives, settled } = dependencies;
  if (![...required, ...alternatives, ...settled].includes(parent)) required.push(parent);
}
