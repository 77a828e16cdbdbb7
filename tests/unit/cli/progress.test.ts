import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job, JobNode } from '../../../src/cli/gateway-client/gateway-client.ts';
import { changeLines, changesBetween } from '../../../src/cli/progress/changes.ts';
import type { Snapshot } from '../../../src/cli/progress/follow-jobs.ts';
import { jobLines } from '../../../src/cli/progress/job-lines.ts';

const NOW = Date.parse('2026-01-02T03:04:10.000Z');
const PLAIN = { columns: 100, style: (_: unknown, text: string) => text };

function node(given: Partial<JobNode>): JobNode {
  const blank = { percent: 0, attempt: 1, started_at: null, ended_at: null, error: null, note: null } as const;
  const untouched = { last_failure: null, items: null, failed_items: [] };
  return { ...blank, ...untouched, node_id: 'to_cog', kind: 'task', handler: 'raster_cog', state: 'pending', ...given };
}

function snapshot(nodes: JobNode[], job: Partial<Job> = {}): Snapshot {
  return {
    nodes,
    outlook: { remaining_seconds: null, waiting_for: [] },
    job: {
      ...{ job_id: 'abc-v1-r0', workflow_id: 'raster_ingest', workflow_version: 1, state: 'running', percent: 40.7 },
      ...{
        is_paused: false,
        attempt: 1,
        asset_id: null,
        version_ordinal: null,
        created_at: '2026-01-02T03:04:05.000Z',
      },
      ...{ started_at: '2026-01-02T03:04:05.000Z', ended_at: null, result: null, error: null },
      ...job,
    },
  };
}

const VALIDATED = node({
  ...{ node_id: 'validate', handler: 'raster_validate', state: 'completed', percent: 100 },
  ...{ started_at: '2026-01-02T03:04:05.000Z', ended_at: '2026-01-02T03:04:06.200Z' },
});
const CHOSEN = node({
  node_id: 'by_size',
  kind: 'conditional',
  handler: null,
  state: 'completed',
  note: 'took standard',
});
const RUNNING = node({ state: 'running', percent: 25.9, started_at: '2026-01-02T03:04:06.500Z' });

test('progress: a job shows as a title and a line for each node', () => {
  assert.deepEqual(jobLines(snapshot([VALIDATED, RUNNING, node({ node_id: 'register' })]), NOW, PLAIN), [
    'raster_ingest version 1  abc-v1-r0  running  40 %  5.0 s',
    '  ✔ validate raster_validate ████████████████████████ 100 % completed       1.2 s',
    '  ● to_cog   raster_cog      ██████░░░░░░░░░░░░░░░░░░  25 % running         3.5 s',
    '  ○ register raster_cog      ░░░░░░░░░░░░░░░░░░░░░░░░   0 % pending',
  ]);
});

test('progress: lines fit a narrow screen, and long names are clipped', () => {
  const long = node({ ...RUNNING, node_id: 'a_node_with_a_name_of_forty_characters_x' });
  const [, line = ''] = jobLines(snapshot([long]), NOW, { ...PLAIN, columns: 80 });
  assert.equal(line, '  ● a_node_with_a_name_of_forty… raster_cog ██░░░░░░  25 % running         3.5 s');
  assert.equal(line.length, 80);
});

test('progress: a job that has ended shows its time and no percentage', () => {
  const ended = snapshot([], { state: 'failed', percent: 99, ended_at: '2026-01-02T03:04:07.000Z' });
  assert.deepEqual(jobLines(ended, NOW, PLAIN), ['raster_ingest version 1  abc-v1-r0  failed  2.0 s']);
});

test('progress: a log has a line for each change of state', () => {
  const first = snapshot([VALIDATED, CHOSEN, node({})]);
  assert.deepEqual(changeLines(undefined, first), [
    'raster_ingest running',
    'validate raster_validate completed, 1.2 s',
    'by_size conditional completed (took standard)',
  ]);
  assert.deepEqual(changeLines(first, snapshot([VALIDATED, CHOSEN, RUNNING])), ['to_cog raster_cog running 25 %']);
});

test('progress: a log is spared percentages that are less than a tenth apart', () => {
  const at = (percent: number) => snapshot([node({ ...RUNNING, percent })]);
  assert.deepEqual(changeLines(at(21), at(29)), []);
  assert.deepEqual(changeLines(at(29), at(30)), ['to_cog raster_cog running 30 %']);
});

test('progress: JSON lines have every change, and the end of the job comes last', () => {
  const at = (percent: number) => snapshot([node({ ...RUNNING, percent })]);
  assert.deepEqual(
    changesBetween(at(21), at(22)).map(({ event }) => event),
    ['node'],
  );
  assert.deepEqual(changesBetween(at(22), at(22)), []);
  const done = snapshot([node({ ...RUNNING, state: 'completed', percent: 100 })], { state: 'completed', percent: 100 });
  const changes = changesBetween(at(22), done);
  assert.deepEqual(
    changes.map((change) => [change.event, change.event === 'job' ? change.job.state : change.node.state]),
    [
      ['node', 'completed'],
      ['job', 'completed'],
    ],
  );
});

test('progress: a paused job, a fan-out, a node that is tried again and an approval that waits', () => {
  const items = { total: 12, pending: 0, running: 4, completed: 7, failed: 1, skipped: 0, cancelled: 0 };
  const fault = { code: 'storage_unavailable', message: 'No answer.' };
  const paused = {
    ...snapshot(
      [
        node({ node_id: 'tiles', kind: 'fan_out', handler: null, state: 'running', percent: 66.7, items }),
        node({ state: 'running', attempt: 3, last_failure: fault }),
      ],
      { is_paused: true, attempt: 2 },
    ),
    outlook: { remaining_seconds: 90, waiting_for: [{ node_id: 'ask', message: 'Publish it?' }] },
  };
  assert.deepEqual(jobLines(paused, NOW, PLAIN), [
    'raster_ingest version 1  abc-v1-r0  paused, attempt 2  40 %  5.0 s  about 1 min 30 s left',
    '  ● tiles  fan_out    ████████████████░░░░░░░░  66 % running',
    '      12 items: 7 completed, 1 failed, 4 running',
    '  ● to_cog raster_cog ░░░░░░░░░░░░░░░░░░░░░░░░   0 % running',
    '      attempt 3, since the one before failed: storage_unavailable: No answer.',
    '  ? ask waits for a decision: Publish it?',
    '    rhumbline decide abc-v1-r0 ask --approve',
  ]);
  assert.deepEqual(changeLines(undefined, paused), [
    'raster_ingest paused, attempt 2',
    'tiles fan_out running 66 %, 12 items: 7 completed, 1 failed, 4 running',
    'to_cog raster_cog running, attempt 3',
  ]);
  const resumed = { ...paused, job: { ...paused.job, is_paused: false } };
  assert.deepEqual(changeLines(paused, resumed), ['raster_ingest running, attempt 2']);
});
