import { FaultError } from '../fault.ts';
import type { ApprovalDecision } from '../job.ts';
import type { Effects } from './effects.ts';

/** What people do to a job while it runs. */
export class JobControl {
  isPaused: boolean;
  private readonly listeners: ((isPaused: boolean) => void)[] = [];
  private readonly waiting = new Map<string, ApprovalDecision | undefined>();

  /** @param isPaused as the run before this one was, which goes on in it */
  constructor(isPaused = false) {
    this.isPaused = isPaused;
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
    if (this.waiting.has(node_id) && this.waiting.get(node_id) === undefined) return;
    const message = `The node \`${node_id}\` does not wait for an approval: it has not begun, has ended, or is none.`;
    throw new FaultError({ code: 'not_waiting', message });
  }

  decide(decision: ApprovalDecision): void {
    this.checkDecision(decision);
    this.waiting.set(decision.node_id, decision);
  }

  /** The decision on a node, or undefined when there was none in time. */
  async decisionOn(nodeId: string, effects: Effects, timeout_ms?: number): Promise<ApprovalDecision | undefined> {
    this.waiting.set(nodeId, undefined);
    try {
      await effects.until(() => this.waiting.get(nodeId) !== undefined, timeout_ms);
      return this.waiting.get(nodeId);
    } finally {
      this.waiting.delete(nodeId);
    }
  }

  private setPaused(isPaused: boolean): void {
    if (this.isPaused === isPaused) return;
    this.isPaused = isPaused;
    for (const listener of this.listeners) listener(isPaused);
  }
}
