import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { type Client, ScheduleNotFoundError } from '@temporalio/client';
import type pg from 'pg';
import { HANDLER_CATALOGUE } from '../../src/activities/catalogue.ts';
import { syncSchedules } from '../../src/api/domain/schedules/sync-schedules.ts';
import type { DomainServices } from '../../src/api/domain/services.ts';
import { createSpecRegistry } from '../../src/yaml-compiler/registry.ts';
import { eventually } from '../support/stack.ts';
import { startAnotherDomain, startAnotherWorker } from './support/another-domain.ts';
import { freshDatabase, poolOf } from './support/database.ts';
import { suiteLifetime } from './support/lifetime.ts';
import { quietDomain, temporalClient } from './support/temporal.ts';

function nightly(id: string, over = ''): string {
  return `
workflow_id: ${id}
version: 1
inputs: { greeting: { type: string }, steps: { type: integer, default: 2 }, step_delay: { type: number, default: 0 } }
schedule: { cron: "0 3 * * *", timezone: Europe/Paris, overlap: skip, catch_up_window: 1h, inputs: { greeting: hi${over} } }
nodes:
  say: { handler: echo, params: { greeting: "{{ inputs.greeting }}", steps: "{{ inputs.steps }}", step_delay: "{{ inputs.step_delay }}" } }
`;
}

async function specsFolder(t: { after(cleanUp: () => unknown): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rhumbline-specs-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('schedules in line with the specs', () => {
  const lifetime = suiteLifetime();
  let services: DomainServices;
  let folder: string;
  before(async () => {
    folder = await specsFolder(lifetime);
    const specs = createSpecRegistry({ directory: folder, catalogue: HANDLER_CATALOGUE });
    services = { ...(await quietDomain(lifetime)), specs };
  });
  const id = `nightly_${randomUUID().slice(0, 8)}`;
  const file = () => join(folder, `${id}.yaml`);
  const handle = () => services.temporal.schedule.getHandle(`rhumbline/${services.task_queues.light}/${id}`);

  test('one is made, and made once', async () => {
    await writeFile(file(), nightly(id));
    assert.deepEqual(await syncSchedules(services), { created: 1, updated: 0, in_order: 0, deleted: 0 });
    const { policies, spec, action } = await handle().describe();
    assert.deepEqual([policies.overlap, policies.catchupWindow], ['SKIP', 3_600_000]);
    assert.equal(spec.timezone, 'Europe/Paris');
    assert.deepEqual([action.workflowType, action.workflowId], ['submitScheduled', `scheduled-${id}`]);
    assert.deepEqual(await syncSchedules(services), { created: 0, updated: 0, in_order: 1, deleted: 0 });
  });

  test('one that changes is changed, and one that somebody has paused stays paused', async () => {
    await handle().pause('not now');
    await writeFile(file(), nightly(id).replace('overlap: skip', 'overlap: allow_all'));
    assert.equal((await syncSchedules(services)).updated, 1);
    const { policies, state } = await handle().describe();
    assert.deepEqual([policies.overlap, state.paused, state.note], ['ALLOW_ALL', true, 'not now']);
  });

  test('one whose spec is broken stays as it is', async () => {
    await writeFile(file(), `${nightly(id)}  again: { handler: no_such_thing }\n`);
    assert.deepEqual(await syncSchedules(services), { created: 0, updated: 0, in_order: 0, deleted: 0 });
    assert.equal((await handle().describe()).state.paused, true);
    const { rowCount } = await services.pool.query('SELECT FROM rhumbline.schedules WHERE workflow_id = $1', [id]);
    assert.equal(rowCount, 1);
  });

  test('one whose spec has none any more is gone', async () => {
    await writeFile(file(), nightly(id).replace(/^schedule:.*$/m, ''));
    // What Temporal lists follows what there is.
    await eventually(async () => {
      await syncSchedules(services);
      await assert.rejects(handle().describe(), ScheduleNotFoundError);
    });
    assert.equal((await services.pool.query('SELECT FROM rhumbline.schedules')).rowCount, 0);
  });
});

describe('what a schedule starts', () => {
  const lifetime = suiteLifetime();
  const id = `nightly_${randomUUID().slice(0, 8)}`;
  const queue = `test-${randomUUID()}`;
  let pool: pg.Pool;
  let temporal: Client;
  before(async () => {
    const database = await freshDatabase(lifetime);
    pool = poolOf(lifetime, database.domain, 4);
    temporal = await temporalClient(lifetime);
    const folder = await specsFolder(lifetime);
    await writeFile(join(folder, `${id}.yaml`), nightly(id, ', steps: 8, step_delay: 0.5'));
    const settings = {
      DATABASE_URL_DOMAIN: database.domain,
      RHUMBLINE_TASK_QUEUE_LIGHT: queue,
      RHUMBLINE_TASK_QUEUE_HEAVY: queue,
      RHUMBLINE_WORKER_QUEUES: 'light',
      RHUMBLINE_WORKFLOWS_DIR: folder,
    };
    await Promise.all([startAnotherDomain(lifetime, settings), startAnotherWorker(lifetime, settings)]);
    lifetime.after(() =>
      handle()
        .delete()
        .catch(() => {}),
    );
  });
  const handle = () => temporal.schedule.getHandle(`rhumbline/${queue}/${id}`);

  /** As if its time had come: under the schedule's own overlap policy, which the SDK's own trigger would pass over. */
  function fire(): Promise<unknown> {
    return temporal.workflowService.patchSchedule({
      namespace: temporal.options.namespace,
      scheduleId: `rhumbline/${queue}/${id}`,
      patch: { triggerImmediately: {} },
      identity: 'test',
      requestId: randomUUID(),
    });
  }

  async function jobs(): Promise<{ job_id: string; state: string; idempotency_key: string; submitted_by: string }[]> {
    const { rows } = await pool.query(
      `SELECT job_id, state, idempotency_key, submitted_by, inputs->>'greeting' AS greeting
       FROM rhumbline.jobs WHERE workflow_id = $1 ORDER BY created_at`,
      [id],
    );
    return rows;
  }

  function untilStates(states: string[]): Promise<void> {
    return eventually(async () =>
      assert.deepEqual(
        (await jobs()).map(({ state }) => state),
        states,
      ),
    );
  }

  test('is a job like any other, one at a time as its overlap policy says', async () => {
    await eventually(fire);
    await untilStates(['running']);
    // The schedule skips what would begin while the job runs.
    await fire();
    await eventually(async () => assert.equal((await handle().describe()).info.numActionsSkippedOverlap, 1));
    await untilStates(['completed']);
    const [job] = await jobs();
    assert.match(job?.idempotency_key ?? '', /^schedule \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(
      { ...job, job_id: '', idempotency_key: '' },
      {
        job_id: '',
        state: 'completed',
        idempotency_key: '',
        submitted_by: 'schedule',
        greeting: 'hi',
      },
    );
    const description = await temporal.workflow.getHandle(job?.job_id ?? '').describe();
    assert.equal(description.type, 'runPlan');
    assert.equal(await description.staticSummary(), `${id} v1`);
    const { info } = await eventually(async () => {
      const found = await handle().describe();
      assert.equal(found.info.runningActions.length, 0);
      return found;
    });
    assert.equal(info.numActionsTaken, 1);
    await fire();
    await eventually(async () => assert.equal((await jobs()).length, 2));
    const [, second] = await jobs();
    await eventually(() => temporal.workflow.getHandle(second?.job_id ?? '').cancel());
    await eventually(async () => assert.equal((await jobs())[1]?.state, 'cancelled'));
  });
});
