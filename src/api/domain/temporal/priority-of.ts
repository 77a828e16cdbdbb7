import { hash } from 'node:crypto';
import type { Priority } from '@temporalio/common';
import type { AssetRef } from '../../../plan/job.ts';

export interface RankedJob {
  asset: Pick<AssetRef, 'platform_id'> | null;
  plan: { workflow_id: string };
  /** 0 to 10; 10 comes first. */
  priority: number;
  submitted_by: string;
}

/** Temporal's, of which 1 comes first and 3 is the default, by ours. */
const PRIORITY_KEYS = [5, 5, 4, 4, 3, 3, 3, 2, 2, 1, 1] as const;

/** Bytes of a fairness key at most (https://docs.temporal.io/develop/task-queue-priority-fairness). */
const MAX_KEY = 64;

/**
 * Before whom a job's tasks come in a queue, and with whom they share it: those of one platform, and of one client's jobs of one
 * spec that belong to no platform, together get one share. Activities and child workflows inherit it.
 */
export function priorityOf({ asset, plan, priority, submitted_by }: RankedJob): Priority {
  const fairnessKey = asset === null ? shortened(`${submitted_by}/${plan.workflow_id}`) : asset.platform_id;
  return { priorityKey: PRIORITY_KEYS[priority] ?? 3, fairnessKey };
}

function shortened(key: string): string {
  if (Buffer.byteLength(key) <= MAX_KEY) return key;
  return hash('sha256', key, 'hex');
}
