import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepRetentionSchedule, retentionScheduleId } from '../../src/api/domain/schedules/keep-retention-schedule.ts';
import { eventually, stackEnv } from '../support/stack.ts';
import { temporalClient } from './support/temporal.ts';

describe('the schedule of the retention', () => {
  test('is made once, and stays paused where somebody has paused it', async (t) => {
    const temporal = await temporalClient(t);
    const queue = `retention-${process.pid}-${Date.now()}`;
    const services = { temporal, task_queues: { light: queue, heavy: queue } };
    const handle = temporal.schedule.getHandle(retentionScheduleId(services));
    assert.equal(await keepRetentionSchedule(services), 'created');
    try {
      await handle.pause('not now');
      assert.equal(await keepRetentionSchedule(services), 'in_order');
      const { state, policies, spec } = await handle.describe();
      assert.deepEqual([state.paused, policies.overlap, spec.intervals?.[0]?.every], [true, 'SKIP', 3_600_000]);
    } finally {
      await handle.delete();
    }
  });

  test('has the worker apply it', async (t) => {
    const temporal = await temporalClient(t);
    const light = stackEnv('RHUMBLINE_TASK_QUEUE_LIGHT');
    const handle = temporal.schedule.getHandle(retentionScheduleId({ task_queues: { light, heavy: light } }));
    await eventually(() => handle.describe());
    await handle.trigger();
    const run = await eventually(async () => {
      const [last] = (await handle.describe()).info.recentActions;
      assert.ok(last?.action.type === 'startWorkflow');
      return last.action.workflow;
    });
    const done: unknown = await temporal.workflow.getHandle(run.workflowId).result();
    const nothing = { jobs: 0, events: 0, webhooks: 0, archive: 0, products: 0, products_failed: 0, is_done: true };
    const { idempotency_keys, ...others } = done as Record<string, unknown>;
    assert.deepEqual(others, nothing);
    assert.ok(Number(idempotency_keys) >= 0);
  });
});
