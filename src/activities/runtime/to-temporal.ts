import { chunkActivity } from '../../plan/chunk.ts';
import type { AnyActivity } from '../activity.ts';
import { chunkOf } from './chunk/chunk-of.ts';
import type { ActivityServices } from './services.ts';
import { singleActivity } from './single.ts';

export type TemporalActivity = (...args: never[]) => Promise<unknown>;

/** Makes the functions that a Temporal worker registers, by activity type. */
export function toTemporalActivities(
  activities: readonly AnyActivity[],
  services: ActivityServices,
): Record<string, TemporalActivity> {
  const single = activities.map((activity) => [activity.contract.name, singleActivity(activity, services)]);
  // Heavy work goes item by item: a GDAL process is never one of many in an activity.
  const chunks = activities
    .filter(({ contract }) => contract.cost === 'light' && !contract.internal)
    .map((activity) => [chunkActivity(activity.contract.name), chunkOf(activity, services)]);
  return Object.fromEntries([...single, ...chunks]);
}
