import type { Fault } from '../../fault.ts';
import type { SettledState } from '../../graph-run.ts';
import type { ItemCounts, ItemsSnapshot } from '../../job.ts';
import type { JsonValue } from '../../json.ts';
import type { NodeKind, PlanNode } from '../../plan.ts';
import type { Scope } from '../../template/evaluate.ts';
import type { JobControl } from '../control.ts';
import type { Effects } from '../effects.ts';
import type { ItemLedger } from '../items/ledger.ts';
import type { Places } from '../places.ts';
import type { RunRoom } from '../run-room.ts';
import type { Turns } from '../turns.ts';
import { runApproval } from './approval.ts';
import { runConditional } from './conditional.ts';
import { runFanIn } from './fan-in.ts';
import { runFanOut } from './fan-out.ts';
import { runSleep } from './sleep.ts';
import { runTask } from './task.ts';
import { runWorkflow } from './workflow.ts';

export interface NodeContext {
  nodeId: string;
  scope: Scope;
  effects: Effects;
  control: JobControl;
  turns: Turns;
  /** Of runs of used specs. */
  places: Places;
  /** For what waits for a person or a time. */
  room: RunRoom;
  /** It has waited in the run before this one already: since when, in milliseconds since the epoch. */
  waitedSince: number | undefined;
  /** To be called once the node's templates are evaluated and its work begins; the note is for people. */
  started(note?: string): void;
  /** A fan-out's items, when it was begun before. */
  resume: ItemsSnapshot | undefined;
  /** Of a used spec: its last run, when that did not complete. */
  lastRun: string | undefined;
  /** Keeps the name of a used spec's run. */
  began(run: string): void;
  /** Keeps a fan-out's items for the fan-ins. */
  keepItems(items: FanOutItems): void;
  /** Items of a fan-out that has completed. */
  itemsOf(nodeId: string): FanOutItems;
  /** @param open_parts chunks and batches under way */
  itemsChanged(counts: ItemCounts, open_parts: readonly string[]): void;
}

export interface FanOutItems {
  items: readonly JsonValue[];
  ledger: ItemLedger;
}

export interface NodeOutcome {
  state: SettledState;
  output?: JsonValue;
  fault?: Fault;
  note?: string;
  /** A conditional's choice. */
  branch?: string;
  /** Its `complete_when` ended the job. */
  ended_job?: true;
}

type NodeRunners = {
  [K in NodeKind]: (node: Extract<PlanNode, { kind: K }>, context: NodeContext) => Promise<NodeOutcome>;
};

/** How each kind of node runs. A runner may throw: its node then fails with that error's fault. */
const NODE_RUNNERS: NodeRunners = {
  task: runTask,
  workflow: runWorkflow,
  conditional: runConditional,
  fan_out: runFanOut,
  fan_in: runFanIn,
  approval: runApproval,
  sleep: runSleep,
};

export function runNode(node: PlanNode, context: NodeContext): Promise<NodeOutcome> {
  const run = NODE_RUNNERS[node.kind] as (node: PlanNode, context: NodeContext) => Promise<NodeOutcome>;
  return run(node, context);
}
