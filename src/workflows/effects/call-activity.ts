import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { JsonValue } from '../../plan/json.ts';

/** Activities by name: which there are, only the plan knows. */
type Activities = Record<string, (...args: unknown[]) => Promise<JsonValue>>;

export function callActivity(name: string, args: readonly unknown[], options: ActivityOptions): Promise<JsonValue> {
  const activity = proxyActivities<Activities>(options)[name];
  if (!activity) throw new Error(`there is no activity ${name}`);
  return activity(...args);
}
