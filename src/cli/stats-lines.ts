import { count } from './format.ts';
import type { JobStats } from './gateway-client/gateway-client.ts';
import type { Terminal } from './terminal.ts';

const COUNTS = ['queued', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;

/** Jobs by workflow, how many fail, and what waits in the queues for whom. */
export function statsLines(stats: JobStats, now: number, style: Terminal['style']): string[] {
  const { by_workflow, last_hour, last_day, task_queues } = stats;
  const rows = by_workflow.map((row) => [row.workflow_id, ...COUNTS.map((name) => `${row[name]}`)]);
  return [
    ...table([['workflow', ...COUNTS], ...rows]).map((line, index) => (index === 0 ? style('bold', line) : line)),
    style('dim', 'completed, failed and cancelled: in the last 24 hours'),
    '',
    `failed in the last hour: ${rate(last_hour)}`,
    `failed in the last day:  ${rate(last_day)}`,
    ...task_queues.flatMap((queue) => ['', ...queueLines(queue, now)]),
  ];
}

function rate({ ended, failed, rate: share }: JobStats['last_hour']): string {
  return share === null ? 'no job ended' : `${failed} of ${ended} (${(share * 100).toFixed(1)} %)`;
}

function queueLines(
  { cost, task_queue, activity_backlog, workflow_backlog, workers }: JobStats['task_queues'][number],
  now: number,
): string[] {
  return [
    `${cost} queue ${task_queue}: ${count(activity_backlog, 'activity task')} and ${count(workflow_backlog, 'workflow task')} wait, ${count(workers.length, 'worker')}`,
    ...workers.map(({ identity, last_seen_at }) => `  ${identity}, seen ${ago(last_seen_at, now)}`),
  ];
}

function ago(instant: string, now: number): string {
  return `${Math.max(0, Math.round((now - Date.parse(instant)) / 1000))} s ago`;
}

/** Columns as wide as what they hold: the first to the left, the others, numbers, to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
