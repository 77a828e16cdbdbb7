import { hasEnded } from '../../assets/states.ts';
import type { NodeState } from '../../plan/job.ts';
import { bar, clip, duration } from '../format.ts';
import type { JobNode } from '../gateway-client/gateway-client.ts';
import type { Style, Terminal } from '../terminal.ts';
import type { Snapshot } from './follow-jobs.ts';
import type { JobNames } from './views.ts';

const LOOKS: Readonly<Record<NodeState, { sign: string; style: Style }>> = {
  pending: { sign: '○', style: 'dim' },
  ready: { sign: '○', style: 'cyan' },
  running: { sign: '●', style: 'cyan' },
  completed: { sign: '✔', style: 'green' },
  failed: { sign: '✖', style: 'red' },
  skipped: { sign: '↷', style: 'dim' },
  cancelled: { sign: '✖', style: 'yellow' },
};

const LONGEST_NAME = 28;
const WIDEST_BAR = 24;
const NARROWEST_BAR = 6;
const STATE_WIDTH = 9;
const TIME_WIDTH = 11;

/**
 * A job and its nodes, a line each, as they stand now.
 *
 * @param now milliseconds since the epoch, for how long running nodes have run
 */
export function jobLines(
  { job, nodes }: Snapshot,
  now: number,
  { columns, style }: Pick<Terminal, 'columns' | 'style'>,
  names: JobNames = new Map(),
): string[] {
  const name = names.get(job.job_id) ?? `${job.workflow_id} version ${job.workflow_version}`;
  const title = `${style('bold', name)}  ${style('dim', job.job_id)}`;
  const state = style(LOOKS[job.state].style, job.state);
  const took = elapsed(job.started_at, job.ended_at, now);
  const ids = widthOf(nodes.map(({ node_id }) => node_id));
  const kinds = widthOf(nodes.map(workOf));
  // Sign, percentage and the spaces between the columns are 14 characters.
  const spare = columns - ids - kinds - STATE_WIDTH - TIME_WIDTH - 14;
  const barWidth = Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, spare));
  const lines = nodes.map((node) => {
    const { sign, style: look } = LOOKS[node.state];
    const cells = [
      style(look, sign),
      clip(node.node_id, ids).padEnd(ids),
      style('dim', clip(workOf(node), kinds).padEnd(kinds)),
      style(look, bar(node.percent, barWidth)),
      `${Math.floor(node.percent)} %`.padStart(5),
      style(look, node.state.padEnd(STATE_WIDTH)),
      elapsed(node.started_at, node.ended_at, now).padStart(TIME_WIDTH),
    ];
    return `  ${cells.join(' ').trimEnd()}`;
  });
  const share = hasEnded(job.state) ? '' : `  ${Math.floor(job.percent)} %`;
  return [`${title}  ${state}${share}  ${took}`.trimEnd(), ...lines];
}

function workOf({ handler, kind }: JobNode): string {
  return handler ?? kind;
}

function widthOf(names: readonly string[]): number {
  return Math.min(LONGEST_NAME, Math.max(0, ...names.map((name) => name.length)));
}

function elapsed(startedAt: string | null, endedAt: string | null, now: number): string {
  if (startedAt === null) return '';
  return duration((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}
