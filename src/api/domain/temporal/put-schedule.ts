import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleHandle,
  ScheduleNotFoundError,
  type ScheduleOptions,
  type ScheduleOverlapPolicy,
} from '@temporalio/client';
import type { Priority } from '@temporalio/common';
import type { ExecutionPlan, Overlap, Schedule } from '../../../plan/plan.ts';
import { SUBMIT_SCHEDULED, type SubmitScheduledInput } from '../../../plan/scheduled.ts';
import { withDeadline } from './deadline.ts';

/**
 * A schedule is a workflow of Temporal's own, and its description an answer of that workflow: one that has just been paused or
 * changed may answer only after its sticky worker was waited for, and nobody waits for us.
 */
const DEADLINE_MS = 30_000;

export interface WantedSchedule {
  schedule_id: string;
  plan: ExecutionPlan;
  schedule: Schedule;
  /** Changes whenever Temporal's schedule has to. */
  fingerprint: string;
  task_queue: string;
  /** Of what it starts, and of the job. */
  priority: Priority;
}

const OVERLAP: Readonly<Record<Overlap, ScheduleOverlapPolicy>> = {
  skip: 'SKIP',
  buffer_one: 'BUFFER_ONE',
  buffer_all: 'BUFFER_ALL',
  cancel_other: 'CANCEL_OTHER',
  terminate_other: 'TERMINATE_OTHER',
  allow_all: 'ALLOW_ALL',
};

/** Makes Temporal's schedule what the spec says, unless it is. One that somebody has paused stays paused. */
export function putSchedule(client: Client, wanted: WantedSchedule): Promise<'created' | 'updated' | 'in_order'> {
  return putScheduleOptions(client, optionsOf(wanted), wanted.fingerprint);
}

/** The same of any schedule whose workflow has the fingerprint in its argument. */
export async function putScheduleOptions(
  client: Client,
  options: ScheduleOptions,
  fingerprint: string,
): Promise<'created' | 'updated' | 'in_order'> {
  const handle = client.schedule.getHandle(options.scheduleId);
  const known = await fingerprintOf(client, handle);
  if (known === fingerprint) return 'in_order';
  if (known !== undefined) return update(client, handle, options);
  try {
    await withDeadline(client, () => client.schedule.create(options), DEADLINE_MS);
    return 'created';
  } catch (error) {
    // Another process was quicker.
    if (error instanceof ScheduleAlreadyRunning) return update(client, handle, options);
    throw error;
  }
}

async function update(client: Client, handle: ScheduleHandle, options: ScheduleOptions): Promise<'updated'> {
  const { spec, action, policies } = options;
  const change = () => handle.update(({ state }) => ({ spec, action, ...(policies ? { policies } : {}), state }));
  await withDeadline(client, change, DEADLINE_MS);
  return 'updated';
}

/** undefined when there is no such schedule; empty when it is of a form that is not ours. */
async function fingerprintOf(client: Client, handle: ScheduleHandle): Promise<string | undefined> {
  try {
    const { action } = await withDeadline(client, () => handle.describe(), DEADLINE_MS);
    const [input] = (action.args ?? []) as (Partial<SubmitScheduledInput> | undefined)[];
    return input?.fingerprint ?? '';
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

function optionsOf({
  schedule_id,
  plan,
  schedule,
  fingerprint,
  task_queue,
  priority,
}: WantedSchedule): ScheduleOptions {
  const { workflow_id } = plan;
  const input: SubmitScheduledInput = { workflow_id, fingerprint };
  // The SDK passes the priority on, though its type of the options lacks it: so this is no literal there.
  const action = {
    type: 'startWorkflow' as const,
    workflowType: SUBMIT_SCHEDULED,
    workflowId: `scheduled-${workflow_id}`,
    taskQueue: task_queue,
    args: [input],
    priority,
  };
  return {
    scheduleId: schedule_id,
    spec: { cronExpressions: schedule.cron, timezone: schedule.timezone },
    policies: { overlap: OVERLAP[schedule.overlap], catchupWindow: schedule.catch_up_window_ms },
    action,
  };
}
