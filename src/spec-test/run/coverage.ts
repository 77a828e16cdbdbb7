import type { ExecutionPlan } from '../../plan/plan.ts';
import type { VirtualJob } from '../machine/virtual-job.ts';

export interface CoverageReport {
  /** Nodes, branches and early ends of the spec. */
  total: number;
  /** What no test has reached: `node notify`, `branch by_size.large`, `complete_when of look`. */
  missing: string[];
}

/** What the tests of a spec reach of it: every node, every branch of a conditional, every condition that ends the job early. */
export class Coverage {
  private readonly plan: ExecutionPlan;
  private readonly reached = new Set<string>();

  constructor(plan: ExecutionPlan) {
    this.plan = plan;
  }

  add(job: VirtualJob): void {
    const snapshot = job.snapshot();
    for (const id of Object.keys(this.plan.nodes)) {
      const { fault, note } = job.execution.report(id);
      if (job.record.began.has(id)) this.reached.add(nodeName(id));
      const branch = snapshot.nodes[id]?.branch;
      if (branch !== undefined) this.reached.add(branchName(id, branch));
      if (fault?.code === 'fail_when') this.reached.add(endName('fail_when', id));
      if (note?.startsWith('ended the job')) this.reached.add(endName('complete_when', id));
    }
  }

  report(): CoverageReport {
    const all = Object.entries(this.plan.nodes).flatMap(([id, node]) => [
      nodeName(id),
      ...(node.kind === 'conditional' ? node.branches.map(({ name }) => branchName(id, name)) : []),
      ...(node.fail_when ? [endName('fail_when', id)] : []),
      ...(node.complete_when ? [endName('complete_when', id)] : []),
    ]);
    return { total: all.length, missing: all.filter((name) => !this.reached.has(name)) };
  }
}

const nodeName = (id: string) => `node ${id}`;
const branchName = (id: string, branch: string) => `branch ${id}.${branch}`;
const endName = (field: 'fail_when' | 'complete_when', id: string) => `${field} of ${id}`;
