import { hintFor } from '../../plan/nearest.ts';
import type { ExecutionPlan, PlanNode } from '../../plan/plan.ts';
import type { Path } from '../../yaml-compiler/yaml-node.ts';
import { unknownNode, usedBy } from './check-answers.ts';
import { type CheckContext, reportAt, reportKey } from './check-context.ts';
import type { ExpectSpec, NodeExpectation, NodeFields } from './schema.ts';

/** The names that expectations mention: nodes, outputs, branches and inputs that there are none of. */
export function checkExpect(expect: ExpectSpec, path: Path, context: CheckContext): void {
  const { plan } = context;
  for (const field of ['outputs', 'exact_outputs'] as const) {
    for (const name of Object.keys(expect[field] ?? {})) {
      const message = `${plan.workflow_id} has no output \`${name}\`.${hintFor(name, Object.keys(plan.outputs))}`;
      if (!Object.hasOwn(plan.outputs, name)) reportKey(context, 'unknown-output', [...path, field, name], message);
    }
  }
  checkNodes(expect.nodes, [...path, 'nodes'], plan, context);
  checkNodeNames(expect.not_run, [...path, 'not_run'], plan, context);
  checkInputNames(expect.refused_inputs, [...path, 'refused_inputs'], context);
  if (typeof expect.fault === 'object') checkNodeNames(expect.fault.node, [...path, 'fault', 'node'], plan, context);
}

function checkNodes(nodes: ExpectSpec['nodes'], path: Path, plan: ExecutionPlan, context: CheckContext): void {
  for (const [id, expectation] of Object.entries(nodes ?? {})) {
    const place = [...path, id];
    const node = Object.hasOwn(plan.nodes, id) ? plan.nodes[id] : undefined;
    if (!node) reportKey(context, 'unknown-node', place, unknownNode(id, plan));
    else if (typeof expectation === 'object') checkNode(expectation, place, { id, node, plan }, context);
  }
}

interface Place {
  id: string;
  node: PlanNode;
  plan: ExecutionPlan;
}

function checkNode(expectation: NodeFields, path: Path, place: Place, context: CheckContext): void {
  const { id, node, plan } = place;
  const { after, branch, counts, items, nodes } = expectation;
  checkNodeNames(after, [...path, 'after'], plan, context);
  if (branch !== undefined) checkBranch(branch, [...path, 'branch'], place, context);
  for (const field of ['counts', 'items'] as const) {
    if (node.kind === 'fan_out' || !(field === 'counts' ? counts : items)) continue;
    reportKey(context, 'not-a-fan-out', [...path, field], `\`${id}\` is a ${node.kind}: only a fan-out has items.`);
  }
  const used = usedBy(node, plan);
  for (const [key, item] of Object.entries(items ?? {})) checkItem(item, [...path, 'items', key], used, context);
  if (!nodes) return;
  if (used && node.kind === 'workflow') checkNodes(nodes, [...path, 'nodes'], used, context);
  else reportKey(context, 'invalid-value', [...path, 'nodes'], `\`${id}\` uses no other spec, so it has no nodes.`);
}

function checkItem(item: NodeExpectation, path: Path, used: ExecutionPlan | undefined, context: CheckContext): void {
  if (typeof item !== 'object' || !item.nodes) return;
  if (used) checkNodes(item.nodes, [...path, 'nodes'], used, context);
  else reportKey(context, 'invalid-value', [...path, 'nodes'], 'The item uses no other spec, so it has no nodes.');
}

function checkBranch(branch: string, path: Path, { id, node }: Place, context: CheckContext): void {
  if (node.kind !== 'conditional') {
    return reportKey(context, 'invalid-value', path, `\`${id}\` is a ${node.kind}: only a conditional has branches.`);
  }
  const names = node.branches.map(({ name }) => name);
  if (names.includes(branch)) return;
  reportAt(context, 'unknown-branch', path, `\`${id}\` has no branch \`${branch}\`.${hintFor(branch, names)}`);
}

type Names = string | string[] | undefined;

function checkNodeNames(names: Names, path: Path, plan: ExecutionPlan, context: CheckContext): void {
  for (const [name, place] of namesWithPlaces(names, path)) {
    if (!Object.hasOwn(plan.nodes, name)) reportAt(context, 'unknown-node', place, unknownNode(name, plan));
  }
}

function checkInputNames(names: Names, path: Path, context: CheckContext): void {
  const { inputs, workflow_id } = context.plan;
  for (const [name, place] of namesWithPlaces(names, path)) {
    const message = `${workflow_id} has no input \`${name}\`.${hintFor(name, Object.keys(inputs))}`;
    if (!Object.hasOwn(inputs, name)) reportAt(context, 'unknown-input', place, message);
  }
}

function namesWithPlaces(names: Names, path: Path): [string, Path][] {
  if (names === undefined) return [];
  return typeof names === 'string' ? [[names, path]] : names.map((name, index) => [name, [...path, index]]);
}
