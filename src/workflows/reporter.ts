import { CancellationScope, isCancellation, proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { JobExecution } from '../plan/execution/job-execution.ts';
import { type JobReport, type JobSnapshot, RECORD_OUTCOME } from '../plan/job.ts';
import { detailsOf } from './details.ts';
import { tellMove } from './news.ts';
import { keepSnapshot } from './snapshots.ts';

interface Recorders {
  [RECORD_OUTCOME](report: JobReport, kept?: JobSnapshot): Promise<unknown>;
}

/**
 * On the way: before other work, and given up when the database is not there. Not as local activities: one of those keeps its
 * workflow task open, and holds up all that the task starts; and the server fails a task during which a hundred events have come,
 * after which the SDK goes on from a state that no history gives.
 */
const interim = proxyActivities<Recorders>({
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '15s',
  summary: 'tell how the job stands',
  priority: { priorityKey: 1 },
  retry: { maximumAttempts: 1 },
});

/** At the end: until it is done, however long the database is away. */
const final = proxyActivities<Recorders>({
  startToCloseTimeout: '30s',
  activityId: RECORD_OUTCOME,
  summary: 'record the outcome',
  retry: { initialInterval: '500ms', maximumInterval: '15s' },
});

/** Changes are told of together, so long after the first of them: short jobs need no report on the way. */
const GATHER_MS = 400;
/** Counts of items are told at most so often: a fan-out has many, and every report takes a place in the history. */
const ITEMS_INTERVAL_MS = 2_000;

/**
 * Tells the asset service and the Temporal UI how a job stands. Changes that come while a report is under way go together into
 * the next, so that a job of many nodes costs few reports; nothing is lost, since a report that failed is sent again with the next.
 * A job that runs for another one's node tells of its own nodes only, and that to people.
 */
export class Reporter {
  private readonly execution: JobExecution;
  private readonly isSilent: boolean;
  private readonly unsent = new Set<string>();
  private sequence: number;
  private reportedAt = 0;
  private toldPaused = false;
  private pauseChangedAt: string | undefined;
  private isSending = false;
  private sent: Promise<void> = Promise.resolve();
  private stopGathering: () => void = () => {};
  /** What the report under way tells of. */
  private inFlight: string[] = [];

  constructor(execution: JobExecution) {
    const { resume, attempt, parent } = execution.input;
    this.execution = execution;
    this.isSilent = parent !== undefined;
    // Of this same attempt, the run before this one has reported already.
    this.sequence = resume?.attempt === attempt ? (resume.report_sequence ?? 0) : 0;
    execution.onChange = (nodeId) => this.nodeChanged(nodeId);
    execution.onItems = (nodeId) => this.itemsChanged(nodeId);
    execution.control.listen(() => this.pauseChanged());
  }

  /** When no report is under way any more: the number of the last one. */
  async settled(): Promise<number> {
    this.stopGathering();
    await this.sent;
    return this.sequence;
  }

  async reportOutcome(): Promise<void> {
    this.stopGathering();
    // The report under way is not waited for, and may be lost: the last one tells of it all. Coming after that one it changes nothing.
    for (const nodeId of this.inFlight) this.unsent.add(nodeId);
    setCurrentDetails(detailsOf(this.execution));
    const { outcome, input } = this.execution;
    if (outcome.state !== 'completed' && input.parent?.goes_on) await keepSnapshot(this.execution.snapshot());
    if (this.isSilent) return;
    const report = { ...this.takeReport(), state: outcome.state };
    if (outcome.state === 'completed') await final[RECORD_OUTCOME]({ ...report, result: outcome.result });
    // For a retry, which finds it in the history; a query would want a worker that still has this code.
    else await final[RECORD_OUTCOME]({ ...report, fault: outcome.fault }, this.execution.snapshot());
  }

  private nodeChanged(nodeId: string): void {
    if (this.isSilent) tellMove(this.execution.input.job_id, this.execution.report(nodeId));
    this.unsent.add(nodeId);
    this.begin();
  }

  private pauseChanged(): void {
    this.pauseChangedAt = new Date().toISOString();
    this.begin();
  }

  private itemsChanged(nodeId: string): void {
    this.unsent.add(nodeId);
    if (Date.now() - this.reportedAt >= ITEMS_INTERVAL_MS) this.begin();
  }

  private begin(): void {
    if (this.isSending) return;
    this.isSending = true;
    // What changes a node may be cancelled with it; what tells of it may not.
    this.sent = CancellationScope.nonCancellable(() => this.send());
  }

  private async send(): Promise<void> {
    let isHeard = true;
    do {
      // Of a silent one only the details are seen, which cost nothing.
      if (!this.isSilent) await this.gather();
      setCurrentDetails(detailsOf(this.execution));
      if (!this.isSilent) isHeard = await this.sendInterim();
    } while (isHeard && this.hasNews);
    this.isSending = false;
  }

  /** Until some time has passed, or nothing more is to be told on the way. */
  private async gather(): Promise<void> {
    const scope = new CancellationScope();
    this.stopGathering = () => scope.cancel();
    await scope
      .run(() => sleep(GATHER_MS))
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  /** Something besides counts of items, for which there is time. */
  private get hasNews(): boolean {
    if (this.isSilent || this.execution.hasEnded || this.execution.mustContinue) return false;
    if (this.execution.control.isPaused !== this.toldPaused) return true;
    const isDue = Date.now() - this.reportedAt >= ITEMS_INTERVAL_MS;
    return [...this.unsent].some((nodeId) => isDue || !this.execution.hasOpenItems(nodeId));
  }

  private async sendInterim(): Promise<boolean> {
    if (this.execution.hasEnded) return false;
    const report = this.takeReport();
    this.inFlight = report.nodes.map(({ node_id }) => node_id);
    try {
      await interim[RECORD_OUTCOME]({ ...report, state: 'running' });
      return true;
    } catch {
      for (const nodeId of this.inFlight) this.unsent.add(nodeId);
      return false;
    } finally {
      this.inFlight = [];
    }
  }

  private takeReport(): JobReport {
    const { job_id, attempt } = this.execution.input;
    const nodes = [...this.unsent].map((nodeId) => ({ ...this.execution.report(nodeId) }));
    this.unsent.clear();
    this.sequence += 1;
    this.reportedAt = Date.now();
    const { percent, is_paused, state } = this.execution.progress();
    this.toldPaused = is_paused;
    const at = new Date(this.reportedAt).toISOString();
    return {
      job_id,
      attempt,
      sequence: this.sequence,
      at,
      started_at: this.execution.started_at,
      state,
      is_paused,
      ...(this.pauseChangedAt === undefined ? {} : { pause_changed_at: this.pauseChangedAt }),
      percent,
      nodes,
      result: null,
      fault: null,
    };
  }
}
