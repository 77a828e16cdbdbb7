import type { Fault } from '../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';
import type { Ending, Work } from './attempts.ts';

/** One attempt of a handler, as it was called and what it came to. */
export interface Call {
  node_id: string;
  key: string | null;
  /** 1 is the first. */
  attempt: number;
  params: JsonObject;
  /** Milliseconds since the epoch. */
  began: number;
  ended: number | null;
  output?: JsonValue;
  fault?: Fault;
}

/** When a node began and ended: the time, and its place in the order of all that happened. */
export interface Moment {
  at: number;
  order: number;
}

/** What can be said afterwards of how a job went, besides its states and outputs. */
export class JobRecord {
  readonly plan: ExecutionPlan;
  readonly calls: Call[] = [];
  readonly began = new Map<string, Moment>();
  readonly ended = new Map<string, Moment>();
  /** Runs of other specs. */
  readonly runs: { node_id: string; key: string | null; inputs: JsonObject }[] = [];
  private order = 0;
  private readonly attempts: Map<string, number>;

  /** @param before of the job's attempt before this one: attempts of nodes and items are counted on from there */
  constructor(plan: ExecutionPlan, before?: JobRecord) {
    this.plan = plan;
    this.attempts = new Map(before?.attempts);
  }

  called({ node_id, key, params }: Work, now: number): Call {
    const attempt = this.count(node_id, key);
    const call: Call = { node_id, key, attempt, params, began: now, ended: null };
    this.calls.push(call);
    return call;
  }

  /** Of another spec's run. Returns the number of the attempt. */
  ran(node_id: string, key: string | null, inputs: JsonObject): number {
    this.runs.push({ node_id, key, inputs });
    return this.count(node_id, key);
  }

  returned(call: Call, now: number, ending: Ending): void {
    call.ended = now;
    if (ending.kind === 'completed') call.output = ending.output;
    else call.fault = ending.fault;
  }

  nodeBegan(nodeId: string, now: number): void {
    this.began.set(nodeId, this.moment(now));
  }

  nodeEnded(nodeId: string, now: number): void {
    this.ended.set(nodeId, this.moment(now));
  }

  private count(node_id: string, key: string | null): number {
    const place = placeOf(node_id, key);
    const attempt = (this.attempts.get(place) ?? 0) + 1;
    this.attempts.set(place, attempt);
    return attempt;
  }

  private moment(at: number): Moment {
    this.order += 1;
    return { at, order: this.order };
  }
}

/** A node, or an item of it, within a job. A node's id has no slash. */
export function placeOf(nodeId: string, key: string | null): string {
  return key === null ? nodeId : `${nodeId}/${key}`;
}
