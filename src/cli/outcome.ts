import type { CliContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { bytes, clip, duration } from './format.ts';
import type { Job } from './gateway-client/gateway-client.ts';
import type { Terminal } from './terminal.ts';

/** A screenful at most: outputs may be megabytes. */
const LONGEST_VALUE = 1_000;
const MOST_OUTPUTS = 25;

/** How a job ended, for a person: its outputs as far as they are to be read, or why it failed. */
export function outcomeText(
  { job_id, workflow_id, state, started_at, ended_at, result, error }: Job,
  { terminal, jobPage }: { terminal: Pick<Terminal, 'style'>; jobPage: CliContext['jobPage'] },
) {
  const took = started_at && ended_at ? ` after ${duration(Date.parse(ended_at) - Date.parse(started_at))}` : '';
  const page = jobPage(job_id);
  const lines = [
    `${workflow_id} ${terminal.style(state === 'completed' ? 'green' : 'red', state)}${took}.`,
    ...(error ? errorLines(error, job_id, terminal.style) : []),
    ...outputLines(result?.outputs ?? {}, job_id, terminal.style),
    ...(page === undefined ? [] : [terminal.style('dim', `  ${page}`)]),
  ];
  return lines.join('\n');
}

/** The first node's that failed; what every one has to say is in the timeline. */
function errorLines(
  { code, message, detail }: NonNullable<Job['error']>,
  jobId: string,
  style: Terminal['style'],
): string[] {
  const node = typeof detail?.node_id === 'string' ? `${detail.node_id}: ` : '';
  return [
    `  ${node}${style('red', code)}: ${clip(message, LONGEST_VALUE)}`,
    style('dim', `  All that happened, by node: rhumbline timeline ${jobId}`),
  ];
}

export function exitCodeOf(jobs: readonly { state: string }[]): number {
  return jobs.some(({ state }) => state === 'failed' || state === 'cancelled') ? EXIT.failed : EXIT.ok;
}

function outputLines(outputs: Record<string, unknown>, jobId: string, style: Terminal['style']): string[] {
  const all = Object.entries(outputs).map(([name, value]) => ({ name, text: shown(value) }));
  const lines = all.slice(0, MOST_OUTPUTS).map(({ name, text }) => `  ${name}: ${clip(text, LONGEST_VALUE)}`);
  if (all.length <= MOST_OUTPUTS && all.every(({ text }) => text.length <= LONGEST_VALUE)) return lines;
  const size = all.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const hint = `  Not shown whole: ${bytes(size)} of outputs. All of it: rhumbline status --json ${jobId} | jq .result.outputs`;
  return [...lines, style('dim', hint)];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
