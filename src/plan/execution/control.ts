import { FaultError } from '../fault.ts';
import type { ApprovalDecision, OpenApprovals } from '../job.ts';
import type { Effects } from './effects.ts';
import { type RunRoom, WaitsOn } from './run-room.ts';

/** What people do to a job while it runs. */
export class JobControl {
  isPaused: boolean;
  private readonly listeners: ((isPaused: boolean) => void)[] = [];
  /** Approval nodes that wait, with what was decided. */
  private readonly waiting: Map<string, ApprovalDecision | null>;

  /**
   * @param isPaused as the run before this one was, which goes on in it
   * @param approvals that were open in it
   */
  constructor(isPaused = false, approvals: OpenApprovals = {}) {
    this.isPaused = isPaused;
    this.waiting = new Map(Object.entries(approvals));
  }

  /** For the run that goes on from this one. */
  get openApprovals(): OpenApprovals {
    return Object.fromEntries(this.waiting);
  }

  /** Tells of every pause and resume. */
  listen(listener: (isPaused: boolean) => void): void {
    this.listeners.push(listener);
  }

  pause(): void {
    this.setPaused(true);
  }

  resume(): void {
    this.setPaused(false);
  }

  /** Returns at once unless the job is paused; then when it is resumed. */
  async gate(effects: Effects): Promise<void> {
    if (this.isPaused) await effects.until(() => !this.isPaused);
  }

  /** @throws FaultError `not_waiting` when no approval node of that name waits */
  checkDecision({ node_id }: ApprovalDecision): void {
    if (this.waiting.get(node_id) === null) return;
    const message = `The node \`${node_id}\` does not wait for an approval: it has not begun, has ended, or is none.`;
    throw new FaultError({ code: 'not_waiting', message });
  }

  decide(decision: ApprovalDecision): void {
    this.checkDecision(decision);
    this.waiting.set(decision.node_id, decision);
  }

  /**
   * The decision on a node, or null when there was none in time.
   *
   * @throws WaitsOn
   */
  async decisionOn(nodeId: string, room: RunRoom, timeout_ms?: number): Promise<ApprovalDecision | null> {
    const decision = () => this.waiting.get(nodeId) ?? null;
    if (!this.waiting.has(nodeId)) this.waiting.set(nodeId, null);
    let waitsOn = false;
    try {
      await room.until(() => decision() !== null, timeout_ms);
      return decision();
    } catch (error) {
      waitsOn = error instanceof WaitsOn;
      throw error;
    } finally {
      // Of one that waits on, decisions are taken until the very end of the run.
      if (!waitsOn) this.waiting.delete(nodeId);
    }
  }

  private setPaused(isPaused: boolean): void {
    if (this.isPaused === isPaused) return;
    this.isPaused = isPaused;
    for (const listener of this.listeners) listener(isPaused);
  }
}
