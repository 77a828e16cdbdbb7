import type { NodeReport } from '../../plan/job.ts';
import { durationText } from '../expect/check-node.ts';
import type { VirtualJob } from '../machine/virtual-job.ts';
import type { AttemptRun } from './run-case.ts';

/** How a job went, for people: what became of it, and of each of its nodes. */
export function courseOf({ job, span }: AttemptRun): string[] {
  const { attempt } = job.execution.input;
  const which = attempt === 1 ? 'The job' : `Attempt ${attempt} of the job`;
  return [`${which} ${outcomeOf(job)} after ${durationText(span.end - span.start)}.`, ...nodesOf(job)];
}

function outcomeOf({ execution }: VirtualJob): string {
  if (!execution.hasEnded) return 'runs on, waiting for what does not come,';
  const { outcome } = execution;
  if (outcome.state === 'failed') return `failed with ${outcome.fault.code} (${outcome.fault.message})`;
  return outcome.state === 'completed' ? 'completed' : 'was cancelled';
}

function nodesOf({ execution }: VirtualJob): string[] {
  return execution.progress().nodes.map((node) => `  ${node.node_id}: ${node.state}${whyOf(node)}`);
}

function whyOf({ fault, note, items }: NodeReport): string {
  const counts = items ? [`${items.completed} of ${items.total} items completed`] : [];
  const why = fault ? [`${fault.code}: ${fault.message}`] : note === null ? [] : [note];
  const parts = [...counts, ...why];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
