import type { NodeReport } from '../job.ts';
import type { ExecutionPlan, PlanNode } from '../plan.ts';

/** How each node of a job stands. */
export class NodeReports {
  private readonly reports: ReadonlyMap<string, NodeReport>;

  constructor({ nodes }: Pick<ExecutionPlan, 'nodes'>) {
    this.reports = new Map(Object.entries(nodes).map(([id, node]) => [id, newReport(id, node)]));
  }

  get(nodeId: string): NodeReport {
    const report = this.reports.get(nodeId);
    if (!report) throw new Error(`the plan has no node ${nodeId}`);
    return report;
  }

  get all(): NodeReport[] {
    return [...this.reports.values()];
  }

  /** 0 to 100. What failed or was cancelled is not done: a job that was refused at its first node is at 0 %. */
  get percent(): number {
    const done = this.all.reduce((sum, report) => sum + shareOf(report), 0);
    return Math.floor((100 * done) / this.reports.size);
  }
}

/** Of a node's work: 0 to 1. A fan-out is done as far as its items are. */
function shareOf({ state, items }: NodeReport): number {
  if (state === 'completed' || state === 'skipped') return 1;
  return items && items.total > 0 ? (items.completed + items.skipped) / items.total : 0;
}

function newReport(node_id: string, node: PlanNode): NodeReport {
  return {
    node_id,
    kind: node.kind,
    handler: handlerOf(node),
    state: 'pending',
    ready_at: null,
    started_at: null,
    ended_at: null,
    fault: null,
    note: null,
    items: null,
  };
}

function handlerOf(node: PlanNode): string | null {
  if (node.kind === 'task') return node.handler;
  return node.kind === 'fan_out' && node.work.kind === 'task' ? node.work.handler : null;
}
