import type { JobExecution } from '../plan/execution/job-execution.ts';
import type { NodeReport, NodeState } from '../plan/job.ts';

const MARKS: Readonly<Record<NodeState, string>> = {
  pending: '⚪',
  ready: '🔵',
  running: '🔵',
  completed: '🟢',
  failed: '🔴',
  skipped: '⚫',
  cancelled: '🟠',
};

/** A job's nodes as a Markdown table, for the Temporal UI. */
export function detailsOf(execution: JobExecution): string {
  const { plan, job_id } = execution.input;
  const { percent, nodes } = execution.progress();
  const rows = nodes.map(
    (node) => `| ${node.node_id} | ${node.handler ?? node.kind} | ${stateOf(node)} | ${noteOf(node)} |`,
  );
  return [
    `**${plan.workflow_id}** v${plan.version}, ${percent} %, job \`${job_id}\``,
    '',
    '| node | handler | state | note |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function stateOf({ state }: NodeReport): string {
  return `${MARKS[state]} ${state}`;
}

function noteOf({ fault, note }: NodeReport): string {
  const text = fault ? `\`${fault.code}\` ${fault.message}` : (note ?? '');
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
