import type pg from 'pg';
import { storableJson } from '../../db/storable-json.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { ExecutionPlan } from '../../plan/plan.ts';

/** What a schedule submits. */
export interface ScheduledPlan {
  plan: ExecutionPlan;
  /** Resolved against the plan's declarations. */
  inputs: JsonObject;
}

/**
 * Keeps what schedules submit from now on, and forgets the others.
 *
 * @param kept workflow ids of schedules that stay as they are
 */
export function saveSchedules(pool: pg.Pool, wanted: readonly ScheduledPlan[], kept: readonly string[]): Promise<void> {
  return withTransaction(pool, async (client) => {
    const ids = [...wanted.map(({ plan }) => plan.workflow_id), ...kept];
    await client.query('DELETE FROM rhumbline.schedules WHERE workflow_id <> ALL($1)', [ids]);
    for (const { plan, inputs } of wanted) {
      await client.query(
        `INSERT INTO rhumbline.schedules AS schedule (workflow_id, plan, plan_hash, inputs) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workflow_id) DO UPDATE
         SET plan = excluded.plan, plan_hash = excluded.plan_hash, inputs = excluded.inputs, updated_at = now()
         WHERE schedule.plan_hash <> excluded.plan_hash OR schedule.inputs::text <> excluded.inputs::text`,
        [plan.workflow_id, storableJson(plan), plan.plan_hash, storableJson(inputs)],
      );
    }
  });
}
