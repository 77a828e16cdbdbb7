import type { ChunkPolicy } from '../../plan/plan.ts';
import type { FanOutSpec, ItemWorkSpec } from '../spec/node-schemas.ts';
import { type BuildContext, buildTaskWork } from './work.ts';

const DEFAULT_MAX_BYTES = 1_048_576;

export function buildChunk({ chunk, task }: FanOutSpec, context: BuildContext): ChunkPolicy {
  const isSingle = reasonForSingleItems(task, context) !== undefined;
  return {
    size: isSingle ? 1 : (chunk?.size ?? 'auto'),
    max_bytes: chunk?.max_bytes ?? DEFAULT_MAX_BYTES,
  };
}

/** Why items of that work never travel together, as the rest of a sentence; undefined where they may. */
export function reasonForSingleItems(task: ItemWorkSpec, context: BuildContext): string | undefined {
  if (!('handler' in task)) return 'each runs a spec as a workflow of its own';
  const { cost, retry } = buildTaskWork(task, context);
  if (cost === 'heavy') return `\`${task.handler}\` is heavy work`;
  if (retry.max_attempts === 1)
    return `\`${task.handler}\` may be tried only once, and a chunk that dies is sent again`;
  return undefined;
}
