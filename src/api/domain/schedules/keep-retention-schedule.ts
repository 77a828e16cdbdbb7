import { KEEP_RETENTION, type KeepRetentionInput } from '../../../plan/retention.ts';
import type { DomainServices } from '../services.ts';
import { putScheduleOptions } from '../temporal/put-schedule.ts';

/** Raised when the schedule changes. */
const FINGERPRINT = '1';

type Services = Pick<DomainServices, 'temporal' | 'task_queues'>;

/** Beside those of specs, whose ids all begin `rhumbline/`. */
export function retentionScheduleId({ task_queues }: Pick<Services, 'task_queues'>): string {
  return `rhumbline-retention/${task_queues.light}`;
}

/** Makes the schedule by which the retention is applied every hour, unless it is there. One that somebody has paused stays paused. */
export function keepRetentionSchedule({
  temporal,
  task_queues,
}: Services): Promise<'created' | 'updated' | 'in_order'> {
  const input: KeepRetentionInput = { fingerprint: FINGERPRINT };
  return putScheduleOptions(
    temporal,
    {
      scheduleId: retentionScheduleId({ task_queues }),
      spec: { intervals: [{ every: '1h' }], jitter: '5m' },
      policies: { overlap: 'SKIP', catchupWindow: '1h' },
      action: {
        type: 'startWorkflow',
        workflowType: KEEP_RETENTION,
        workflowId: `retention-${task_queues.light}`,
        taskQueue: task_queues.light,
        args: [input],
      },
    },
    FINGERPRINT,
  );
}
