import { hasEnded } from '../../assets/states.ts';
import type { NodeState } from '../../plan/job.ts';
import { bar, clip, count, duration } from '../format.ts';
import type { Job, JobNode } from '../gateway-client/gateway-client.ts';
import type { Style, Terminal } from '../terminal.ts';
import type { Outlook, Snapshot } from './follow-jobs.ts';
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
  { job, nodes, outlook }: Snapshot,
  now: number,
  { columns, style }: Pick<Terminal, 'columns' | 'style'>,
  names: JobNames = new Map(),
): string[] {
  const name = names.get(job.job_id) ?? `${job.workflow_id} version ${job.workflow_version}`;
  const title = `${style('bold', name)}  ${style('dim', job.job_id)}`;
  const state = stateOf(job, style);
  const took = elapsed(job.started_at, job.ended_at, now);
  const ids = widthOf(nodes.map(({ node_id }) => node_id));
  const kinds = widthOf(nodes.map(workOf));
  // Sign, percentage and the spaces between the columns are 14 characters.
  const spare = columns - ids - kinds - STATE_WIDTH - TIME_WIDTH - 14;
  const barWidth = Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, spare));
  const lines = nodes.flatMap((node) => {
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
    const more = [...itemLines(node), ...troubleLines(node)].map((line) =>
      style('dim', clip(`      ${line}`, columns)),
    );
    return [`  ${cells.join(' ').trimEnd()}`, ...more];
  });
  const share = hasEnded(job.state) ? '' : `  ${Math.floor(job.percent)} %`;
  const heading = `${title}  ${state}${share}  ${took}${remaining(outlook)}`.trimEnd();
  return [heading, ...lines, ...waitingLines(job, outlook, style)];
}

function stateOf({ state, is_paused, attempt }: Job, style: Terminal['style']): string {
  const which = attempt > 1 ? `, attempt ${attempt}` : '';
  return is_paused ? style('yellow', `paused${which}`) : style(LOOKS[state].style, `${state}${which}`);
}

function remaining({ remaining_seconds }: Outlook): string {
  return remaining_seconds === null ? '' : `  about ${duration(remaining_seconds * 1000)} left`;
}

/** What an approval waits for, and how to decide it. */
function waitingLines({ job_id }: Job, { waiting_for }: Outlook, style: Terminal['style']): string[] {
  return waiting_for.flatMap(({ node_id, message }) => [
    `  ${style('yellow', '?')} ${style('bold', node_id)} waits for a decision: ${message}`,
    style('dim', `    rhumbline decide ${job_id} ${node_id} --approve`),
  ]);
}

/** Of a fan-out. */
function itemLines({ items }: JobNode): string[] {
  return items === null ? [] : [itemCounts(items)];
}

/** `12 items: 7 completed, 1 failed, 4 running`. */
export function itemCounts({ total, ...states }: NonNullable<JobNode['items']>): string {
  const parts = ITEM_STATES.filter((state) => states[state] > 0).map((state) => `${states[state]} ${state}`);
  return [count(total, 'item'), ...(parts.length === 0 ? [] : [parts.join(', ')])].join(': ');
}

const ITEM_STATES = ['completed', 'failed', 'skipped', 'cancelled', 'running', 'pending'] as const;

/** Of a node that is tried again. */
function troubleLines({ attempt, last_failure, state }: JobNode): string[] {
  if (last_failure === null || SETTLED.has(state)) return [];
  return [`attempt ${attempt}, since the one before failed: ${last_failure.code}: ${last_failure.message}`];
}

const SETTLED: ReadonlySet<NodeState> = new Set(['completed', 'failed', 'skipped', 'cancelled']);

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
