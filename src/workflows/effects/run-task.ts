import type { TaskCall } from '../../plan/execution/effects.ts';
import type { JsonValue } from '../../plan/json.ts';
import { placeOptions, taskOptions } from './activity-options.ts';
import { callActivity } from './call-activity.ts';
import type { RunContext } from './temporal-effects.ts';

/** Runs a handler as an activity of its name. Its id is the node's, with the item's key after a `/`. */
export function runTask({ node_id, key, work }: TaskCall, { task_queues }: RunContext): Promise<JsonValue> {
  const id = key === null ? node_id : `${node_id}/${key}`;
  const options = { ...placeOptions(id, work.cost, task_queues), ...taskOptions(work) };
  return callActivity(work.handler, [work.params], options);
}
