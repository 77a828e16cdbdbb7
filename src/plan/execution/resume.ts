import { FaultError } from '../fault.ts';
import { isSettled, parentsOf } from '../graph-run.ts';
import type { ItemsSnapshot, JobSnapshot, NodeSnapshot, RetryRequest } from '../job.ts';
import type { JsonValue } from '../json.ts';
import { didYouMean } from '../nearest.ts';
import type { ExecutionPlan, NodeKind } from '../plan.ts';
import { withoutItems } from './items/without-items.ts';

/** Nodes of these kinds have more to them than an output. */
const NOT_SUPPLIED: readonly NodeKind[] = ['conditional', 'fan_out'];

/**
 * What the next attempt of a job goes on from. Completed nodes keep their outputs, and the items of a fan-out that completed
 * keep theirs; what failed, was cancelled or skipped is gone through again. Nodes and items that the request names are run again
 * with all that depends on them, and then other failures stay as they are.
 *
 * @throws FaultError `unknown_node`, `unknown_item`, `output_not_supplied`
 */
export function resumeFrom(plan: ExecutionPlan, snapshot: JobSnapshot, request: RetryRequest): JobSnapshot {
  const { nodes = [], items = {}, outputs = {} } = request;
  const named = [...nodes, ...Object.keys(items)];
  for (const id of [...named, ...Object.keys(outputs)]) checkNode(plan, id);
  for (const id of Object.keys(outputs)) checkSupplied(plan, id);
  const again = withDescendants(plan, [...named, ...completedIn(snapshot, Object.keys(outputs))]);
  const kept: JobSnapshot['nodes'] = {};
  for (const id of Object.keys(plan.nodes)) {
    const node = snapshot.nodes[id];
    if (Object.hasOwn(outputs, id)) kept[id] = suppliedBy(outputs[id] as JsonValue);
    else if (items[id]) kept[id] = reopened(id, node, items[id]);
    else if (node && !again.has(id)) keep(id, node);
  }
  return { ...snapshot, nodes: kept };

  function keep(id: string, node: NodeSnapshot): void {
    const staysFailed = node.state === 'failed' && named.length > 0;
    if (node.state === 'completed' ? !waitedForMore(id) : staysFailed) kept[id] = node;
    else if (node.items) kept[id] = { ...open(node), items: { ...node.items, failures: [], skipped: [] } };
  }

  /** It ran after parents whatever they came to, and one of them will come to something else now. */
  function waitedForMore(id: string): boolean {
    return (plan.nodes[id]?.depends_on.settled ?? []).some((parent) => !isSettled(kept[parent]?.state ?? 'pending'));
  }
}

function checkNode(plan: ExecutionPlan, id: string): void {
  if (Object.hasOwn(plan.nodes, id)) return;
  const message = `The job has no node \`${id}\`.${didYouMean(id, Object.keys(plan.nodes))}`;
  throw new FaultError({ code: 'unknown_node', message });
}

function checkSupplied(plan: ExecutionPlan, id: string): void {
  const kind = plan.nodes[id]?.kind;
  if (!kind || !NOT_SUPPLIED.includes(kind)) return;
  const message = `The output of \`${id}\`, a ${kind}, cannot be given by hand; give that of a node after it.`;
  throw new FaultError({ code: 'output_not_supplied', message });
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
  return { ...PENDING, state: 'completed', output, note: 'its output was given by hand' };
}

function reopened(id: string, node: NodeSnapshot | undefined, keys: readonly string[]): NodeSnapshot {
  if (node?.items) return { ...open(node), items: takeOut(id, node.items, keys) };
  throw new FaultError({ code: 'unknown_item', message: `The node \`${id}\` has no items that were begun.` });
}

function takeOut(id: string, items: ItemsSnapshot, keys: readonly string[]): ItemsSnapshot {
  const names = items.keys ?? Array.from({ length: items.total }, (_, index) => String(index));
  const places = new Map(names.map((name, index) => [name, index]));
  const indexes = keys.map((key) => {
    const index = places.get(key);
    if (index !== undefined) return index;
    const message = `The fan-out \`${id}\` has no item \`${key}\`.${didYouMean(key, names)}`;
    throw new FaultError({ code: 'unknown_item', message });
  });
  return withoutItems(items, new Set(indexes));
}

const PENDING: NodeSnapshot = { state: 'pending', started_at: null, ended_at: null, note: null, fault: null };

function open(node: NodeSnapshot): NodeSnapshot {
  return { ...PENDING, ...(node.items ? { items: node.items } : {}) };
}
