import { proxyActivities, proxyLocalActivities, setCurrentDetails } from '@temporalio/workflow';
import { type JobReport, RECORD_OUTCOME } from '../plan/job.ts';
import { detailsOf } from './details.ts';
import type { JobExecution } from './job-execution.ts';

interface Recorders {
  [RECORD_OUTCOME](report: JobReport): Promise<unknown>;
}

/** On the way: quick, in the worker that has the workflow, and given up when the database is not there. */
const interim = proxyLocalActivities<Recorders>({
  startToCloseTimeout: '5s',
  retry: { maximumAttempts: 1 },
});

/** At the end: until it is done, however long the database is away. */
const final = proxyActivities<Recorders>({
  startToCloseTimeout: '30s',
  activityId: RECORD_OUTCOME,
  summary: 'record the outcome',
  retry: { initialInterval: '500ms', maximumInterval: '15s' },
});

/**
 * Tells the asset service and the Temporal UI how a job stands. Changes that come while a report is under way go together into
 * the next, so that a job of many nodes costs few reports; nothing is lost, since a report that failed is sent again with the next.
 */
export class Reporter {
  private readonly execution: JobExecution;
  private readonly unsent = new Set<string>();
  private sequence = 0;
  private isSending = false;
  private sent: Promise<void> = Promise.resolve();

  constructor(execution: JobExecution) {
    this.execution = execution;
    execution.onChange = (nodeId) => this.nodeChanged(nodeId);
  }

  async reportOutcome(): Promise<void> {
    await this.sent;
    const { outcome } = this.execution;
    const report = this.takeReport();
    await final[RECORD_OUTCOME]({
      ...report,
      state: outcome.state,
      percent: outcome.state === 'completed' ? 100 : report.percent,
      result: outcome.state === 'completed' ? outcome.result : null,
      fault: outcome.state === 'completed' ? null : outcome.fault,
    });
  }

  private nodeChanged(nodeId: string): void {
    this.unsent.add(nodeId);
    setCurrentDetails(detailsOf(this.execution));
    if (this.isSending) return;
    this.isSending = true;
    this.sent = this.send();
  }

  private async send(): Promise<void> {
    // One turn later, so that all that changes in this one goes together.
    await Promise.resolve();
    let isHeard = true;
    while (isHeard && this.unsent.size > 0 && !this.execution.hasEnded) isHeard = await this.sendInterim();
    this.isSending = false;
  }

  private async sendInterim(): Promise<boolean> {
    const report = this.takeReport();
    try {
      await interim[RECORD_OUTCOME](report);
      return true;
    } catch {
      for (const { node_id } of report.nodes) this.unsent.add(node_id);
      return false;
    }
  }

  private takeReport(): JobReport {
    const { job_id, attempt } = this.execution.input;
    const nodes = [...this.unsent].map((nodeId) => ({ ...this.execution.report(nodeId) }));
    this.unsent.clear();
    this.sequence += 1;
    const { percent } = this.execution.progress();
    return {
      job_id,
      attempt,
      sequence: this.sequence,
      state: 'running',
      is_paused: false,
      percent,
      nodes,
      result: null,
      fault: null,
    };
  }
}
