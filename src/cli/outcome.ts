import type { CliContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { duration } from './format.ts';
import type { Job } from './gateway-client/gateway-client.ts';

/** How a job ended, for a person: its outputs, or why it failed. */
export function outcomeText(
  { job_id, workflow_id, state, started_at, ended_at, result, error }: Job,
  context: CliContext,
) {
  const { terminal, jobPage } = context;
  const took = started_at && ended_at ? ` after ${duration(Date.parse(ended_at) - Date.parse(started_at))}` : '';
  const page = jobPage(job_id);
  const lines = [
    `${workflow_id} ${terminal.style(state === 'completed' ? 'green' : 'red', state)}${took}.`,
    ...(error ? [`  ${terminal.style('red', error.code)}: ${error.message}`] : []),
    ...Object.entries(result?.outputs ?? {}).map(([name, value]) => `  ${name}: ${shown(value)}`),
    ...(page === undefined ? [] : [terminal.style('dim', `  ${page}`)]),
  ];
  return lines.join('\n');
}

export function exitCodeOf(jobs: readonly { state: string }[]): number {
  return jobs.some(({ state }) => state === 'failed' || state === 'cancelled') ? EXIT.failed : EXIT.ok;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
