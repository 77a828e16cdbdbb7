import { createHash } from 'node:crypto';
import type { Priority } from '@temporalio/common';
import { DEFAULT_PRIORITY } from '../../../assets/insert-job.ts';
import { type ScheduledPlan, saveSchedules } from '../../../assets/schedules/save-schedules.ts';
import { SCHEDULE } from '../../../assets/schedules/submit-scheduled-job.ts';
import { resolveInputs } from '../../../plan/inputs.ts';
import { canonicalJson, type JsonObject } from '../../../plan/json.ts';
import type { Schedule } from '../../../plan/plan.ts';
import type { DomainServices } from '../services.ts';
import { priorityOf } from '../temporal/priority-of.ts';
import { putSchedule } from '../temporal/put-schedule.ts';

export type ScheduleCounts = Record<'created' | 'updated' | 'in_order' | 'deleted', number>;

/**
 * Makes Temporal's schedules of this installation equal to those of the specs. The schedule of a spec that has faults at the
 * moment stays as it was. May run in several processes at the same time.
 *
 * @throws whatever the clients do when the database or Temporal cannot be reached; the next call makes up for it
 */
export async function syncSchedules(services: DomainServices): Promise<ScheduleCounts> {
  const { pool, temporal, task_queues } = services;
  const counts: ScheduleCounts = { created: 0, updated: 0, in_order: 0, deleted: 0 };
  const { wanted, kept } = await readSpecs(services);
  // First what they submit, so that none fires without.
  await saveSchedules(pool, wanted, kept);
  const prefix = `rhumbline/${task_queues.light}/`;
  for (const { plan, schedule } of wanted) {
    const priority = priorityOf({ asset: null, plan, priority: DEFAULT_PRIORITY, submitted_by: SCHEDULE.name });
    const fingerprint = fingerprintOf(schedule, priority);
    const schedule_id = `${prefix}${plan.workflow_id}`;
    const task_queue = task_queues.light;
    counts[await putSchedule(temporal, { schedule_id, plan, schedule, fingerprint, task_queue, priority })] += 1;
  }
  const stay = new Set([...wanted.map(({ plan }) => plan.workflow_id), ...kept].map((id) => `${prefix}${id}`));
  for await (const { scheduleId } of temporal.schedule.list()) {
    if (!scheduleId.startsWith(prefix) || stay.has(scheduleId)) continue;
    await temporal.schedule.getHandle(scheduleId).delete();
    counts.deleted += 1;
  }
  return counts;
}

interface WantedPlan extends ScheduledPlan {
  schedule: Schedule;
}

async function readSpecs({ specs, log }: DomainServices): Promise<{ wanted: WantedPlan[]; kept: string[] }> {
  const wanted: WantedPlan[] = [];
  const kept: string[] = [];
  for (const workflow_id of await specs.ids()) {
    const plan = (await specs.get(workflow_id))?.plan;
    if (plan === undefined) kept.push(workflow_id);
    if (plan?.schedule === undefined) continue;
    const { inputs, faults } = resolveInputs(plan.inputs, plan.schedule.inputs);
    if (faults.length === 0) {
      wanted.push({ plan, inputs, schedule: plan.schedule });
    } else {
      kept.push(workflow_id);
      log.warn({ workflow_id, faults }, 'Schedule:LeftAsItIs');
    }
  }
  return { wanted, kept };
}

function fingerprintOf({ inputs: _, ...schedule }: Schedule, priority: Priority): string {
  const text = canonicalJson({ ...schedule, priority: { ...priority } } satisfies JsonObject);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
