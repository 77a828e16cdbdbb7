import { proxyActivities } from '@temporalio/workflow';
import type { JsonValue } from '../plan/json.ts';
import { APPLY_RETENTION, type KeepRetentionInput } from '../plan/retention.ts';

interface Appliers {
  [APPLY_RETENTION](input: object): Promise<JsonValue>;
}

const appliers = proxyActivities<Appliers>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  activityId: APPLY_RETENTION,
  retry: { initialInterval: '10s', maximumInterval: '5m', maximumAttempts: 5 },
});

/** What the schedule of the retention starts. @returns how much of what was archived and removed */
export async function keepRetention(_: KeepRetentionInput): Promise<JsonValue> {
  return appliers[APPLY_RETENTION]({});
}
