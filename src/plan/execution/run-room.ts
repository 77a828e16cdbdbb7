import type { NodeReport } from '../job.ts';
import type { Effects } from './effects.ts';

/** Whether the node does nothing but wait, for a person or a time. */
export function isWaiting({ state, kind }: Pick<NodeReport, 'state' | 'kind'>): boolean {
  return state === 'running' && (kind === 'approval' || kind === 'sleep');
}

type Needed = Pick<Effects, 'room' | 'mayEndWaiting' | 'until' | 'sleep'>;

/** Thrown where a node waits in a run that has no room for more: it goes on waiting in the next. */
export class WaitsOn extends Error {
  override name = 'WaitsOn';
}

/**
 * What a run still takes on. Once it has had no room it begins nothing more, and ends when nothing is under way but nodes that
 * wait for a person or a time, be it for days: what is ready by then must not wait with them.
 */
export class RunRoom {
  private readonly effects: Needed;
  /** Nodes for the next run. */
  private readonly heldBack = new Set<string>();
  /** Nodes, those that wait among them. */
  private underWay = 0;
  private waiting = 0;
  private mayEndWaiting = false;
  private isOver = false;
  /** The job ends here: there is no next run. */
  isClosed = false;

  constructor(effects: Needed) {
    this.effects = effects;
  }

  get hasHeldBack(): boolean {
    return this.heldBack.size > 0;
  }

  /** Whether another node may begin. */
  takesOn(): boolean {
    if (this.isClosed) return true;
    if (this.hasHeldBack) return false;
    if (this.effects.room() !== 'none') return true;
    this.mayEndWaiting = this.effects.mayEndWaiting();
    return false;
  }

  /** To be called when a node begins, and with `left` when it has come to anything. */
  entered(): void {
    this.underWay += 1;
  }

  left(): void {
    this.underWay -= 1;
  }

  holdBack(nodeId: string): void {
    this.heldBack.add(nodeId);
  }

  /** The job ends here. Returns the nodes that were held back. */
  close(): string[] {
    this.isClosed = true;
    const nodes = [...this.heldBack];
    this.heldBack.clear();
    return nodes;
  }

  /**
   * Until the condition holds, for a node that does nothing but wait for that. False when the time is over before.
   *
   * @throws WaitsOn
   */
  async until(condition: () => boolean, timeout_ms?: number): Promise<boolean> {
    this.waiting += 1;
    try {
      const isInTime = await this.effects.until(() => condition() || this.isToEnd(), timeout_ms);
      if (isInTime && !condition()) throw new WaitsOn();
      return isInTime;
    } finally {
      this.waiting -= 1;
    }
  }

  /**
   * Waits so long. Its timer is no timeout of `until`: that one would be cancelled later than the histories of running jobs have it.
   *
   * @throws WaitsOn
   */
  async sleep(ms: number): Promise<void> {
    let isOver = false;
    this.waiting += 1;
    try {
      const toEnd = this.effects.until(() => isOver || this.isToEnd());
      const isToEnd = await Promise.race([this.effects.sleep(ms), toEnd]);
      if (isToEnd) throw new WaitsOn();
    } finally {
      isOver = true;
      this.waiting -= 1;
    }
  }

  /** Once to end, to end for all that wait: they leave one after the other. */
  private isToEnd(): boolean {
    this.isOver ||= this.mayEndWaiting && this.waiting === this.underWay;
    return this.isOver && !this.isClosed;
  }
}
