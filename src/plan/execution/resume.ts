import { type Fault, FaultError } from '../fault.ts';
import { parentsOf } from '../graph-run.ts';
import type { ItemsSnapshot, JobSnapshot, NodeSnapshot, RetryRequest, RunPlanInput } from '../job.ts';
import { canonicalJson, type JsonValue } from '../json.ts';
import { hintFor } from '../nearest.ts';
import type { ExecutionPlan, NodeKind, PlanNode } from '../plan.ts';
import { reopenItems } from './items/reopen-items.ts';
import { unchangedNodes } from './unchanged.ts';

/** Nodes of these kinds have more to them than an output. What to do instead. */
const NOT_SUPPLIED: Readonly<Partial<Record<NodeKind, string>>> = {
  approval: 'a person decides. Retry the job, and decide when it asks.',
  conditional: 'it takes a branch. Give the output of what it decides by, and it chooses anew.',
  fan_out: 'its fan-ins want its items. Give the outputs of single items, in item_outputs.',
};

/**
 * What the next attempt of a job goes on from. Completed nodes keep their outputs, and the items of a fan-out that completed
 * keep theirs; what failed, was cancelled or skipped is gone through again, a used spec from where its last run was. What may come
 * to something else takes with it all that depends on it, by whatever join. Nodes and items that the request names are run again, and
 * then other failures stay as they are. A used spec whose node is named, or depends on one that is, forgets its run.
 *
 * @throws FaultError `unknown_node`, `unknown_item`, `output_not_supplied`; with the place in the request as `detail.path`
 */
export function resumeFrom(plan: ExecutionPlan, snapshot: JobSnapshot, request: RetryRequest): JobSnapshot {
  const { nodes = [], items = {}, outputs = {}, item_outputs = {} } = request;
  const named = [...nodes, ...Object.keys(items)];
  for (const [index, id] of nodes.entries()) checkNode(plan, id, ['nodes', index]);
  for (const id of Object.keys(items)) checkNode(plan, id, ['items', id]);
  for (const id of Object.keys(outputs)) refuse(describeNotSupplied(plan, id));
  for (const id of Object.keys(item_outputs)) refuse(describeNoItems(plan, id));
  const given = [...Object.keys(outputs), ...Object.keys(item_outputs)];
  const again = withDescendants(plan, [...named, ...completedIn(snapshot, given)]);
  const touched = new Set([...again, ...given]);
  const unchanged = unchangedNodes(plan, snapshot.nodes, { touched, failuresStay: named.length > 0 });
  const kept: JobSnapshot['nodes'] = {};
  for (const id of Object.keys(plan.nodes)) {
    const node = snapshot.nodes[id];
    if (Object.hasOwn(outputs, id)) kept[id] = suppliedBy(outputs[id] as JsonValue);
    else if (items[id] || item_outputs[id]) kept[id] = reopened(id, withItsItems(id, node), request);
    else if (node && !again.has(id)) keep(id, node);
  }
  return { ...snapshot, nodes: kept };

  function keep(id: string, node: NodeSnapshot): void {
    // What was skipped or cancelled, and will be again, costs nothing.
    if (unchanged.has(id) && (node.state === 'completed' || node.state === 'failed')) kept[id] = node;
    else if (node.items || node.run) kept[id] = withoutFailures(open(withItsItems(id, node) ?? node));
  }

  /** What its items gave holds for as long as all is as it was that they may have been made of. */
  function withItsItems(id: string, node: NodeSnapshot | undefined): NodeSnapshot | undefined {
    const isBehindChange = parentsOf((plan.nodes[id] as PlanNode).depends_on).some((parent) => !unchanged.has(parent));
    return node?.items && isBehindChange ? { ...node, items: { ...node.items, ...NOTHING_DONE } } : node;
  }
}

type PlaceInRequest = (string | number)[];

export interface SupplyFault extends Fault {
  code: 'unknown_node' | 'unknown_item' | 'output_not_supplied';
}

/** Why the output of a node cannot be given by hand, whatever it is; undefined when it can. */
export function describeNotSupplied(plan: ExecutionPlan, id: string): SupplyFault | undefined {
  const node = Object.hasOwn(plan.nodes, id) ? plan.nodes[id] : undefined;
  if (node === undefined) return unknownNode(plan, id);
  const why = NOT_SUPPLIED[node.kind];
  if (why === undefined) return undefined;
  const message = `The output of \`${id}\` (${node.kind}) cannot be given by hand: ${why}`;
  return { code: 'output_not_supplied', message };
}

/** Why a node has no items whose outputs could be given; undefined when it has. */
export function describeNoItems(plan: ExecutionPlan, id: string): SupplyFault | undefined {
  const node = Object.hasOwn(plan.nodes, id) ? plan.nodes[id] : undefined;
  if (node === undefined) return unknownNode(plan, id);
  const message = `\`${id}\` (${node.kind}) is no fan-out and has no items.`;
  return node.kind === 'fan_out' ? undefined : { code: 'unknown_item', message };
}

function unknownNode(plan: ExecutionPlan, id: string): SupplyFault {
  const message = `The job has no node \`${id}\`.${hintFor(id, Object.keys(plan.nodes))}`;
  return { code: 'unknown_node', message };
}

function checkNode(plan: ExecutionPlan, id: string, path: PlaceInRequest): void {
  if (!Object.hasOwn(plan.nodes, id)) refuse({ ...unknownNode(plan, id), detail: { path } });
}

function refuse(fault: Fault | undefined): void {
  if (fault) throw new FaultError(fault);
}

function completedIn(snapshot: JobSnapshot, ids: readonly string[]): string[] {
  return ids.filter((id) => snapshot.nodes[id]?.state === 'completed');
}

/** Nodes come after their parents in a plan, so one pass finds all. */
function withDescendants(plan: ExecutionPlan, ids: readonly string[]): ReadonlySet<string> {
  const found = new Set(ids);
  for (const [id, { depends_on }] of Object.entries(plan.nodes)) {
    if (parentsOf(depends_on).some((parent) => found.has(parent))) found.add(id);
  }
  return found;
}

function suppliedBy(output: JsonValue): NodeSnapshot {
  return { ...PENDING, state: 'completed', output, given: true, note: 'its output was given by hand' };
}

/** Of a fan-out whose items are named: its other items stay as they are where they would if they were nodes. */
function reopened(id: string, node: NodeSnapshot | undefined, request: RetryRequest): NodeSnapshot {
  if (!node?.items) {
    const message = `The node \`${id}\` has no items that were begun.`;
    const path = [request.items?.[id] ? 'items' : 'item_outputs', id];
    throw new FaultError({ code: 'unknown_item', message, detail: { path } });
  }
  const { nodes = [], items = {}, item_outputs = {} } = request;
  const again = items[id] ?? [];
  const othersStay = node.state === 'completed' || nodes.length + Object.keys(items).length > 0;
  return { ...open(node), items: reopenItems(id, node.items, { again, outputs: item_outputs[id] ?? {}, othersStay }) };
}

const NOTHING_DONE: Pick<ItemsSnapshot, 'results' | 'failures' | 'skipped'> = {
  results: [],
  failures: [],
  skipped: [],
};

const PENDING: NodeSnapshot = { state: 'pending', started_at: null, ended_at: null, note: null, fault: null };

function open({ items, run }: NodeSnapshot): NodeSnapshot {
  return { ...PENDING, ...(items ? { items } : {}), ...(run === undefined ? {} : { run }) };
}

function withoutFailures(node: NodeSnapshot): NodeSnapshot {
  return node.items ? { ...node, items: { ...node.items, failures: [], skipped: [] } } : node;
}

/** Whether a run of a used spec may go on from what another one has done: it runs the same plan on the same inputs. */
export function isSameWork(before: SpecRun, now: SpecRun): boolean {
  return before.plan.plan_hash === now.plan.plan_hash && canonicalJson(before.inputs) === canonicalJson(now.inputs);
}

type SpecRun = Pick<RunPlanInput, 'plan' | 'inputs'>;
