import type { ChunkPolicy } from '../../plan/plan.ts';
import type { FanOutSpec } from '../spec/node-schemas.ts';
import { type BuildContext, buildTaskWork } from './work.ts';

const DEFAULT_MAX_BYTES = 1_048_576;

export function buildChunk(node: FanOutSpec, context: BuildContext): ChunkPolicy {
  const { chunk } = node;
  const isSingle = reasonForSingleItems(node, context) !== undefined;
  return {
    size: isSingle ? 1 : (chunk?.size ?? 'auto'),
    max_bytes: chunk?.max_bytes ?? DEFAULT_MAX_BYTES,
  };
}

/** Why the items of a fan-out never travel together, as the rest of a sentence; undefined where they may. */
export function reasonForSingleItems(node: FanOutSpec, context: BuildContext): string | undefined {
  const { task, on_failure } = node;
  if (on_failure === 'fail_fast') return 'with `fail_fast` the first failure stops the others, also those of its chunk';
  if (!('handler' in task)) return 'each runs a spec as a workflow of its own';
  const { cost, retry } = buildTaskWork(task, context);
  if (cost === 'heavy') return `\`${task.handler}\` is heavy work`;
  if (retry.max_attempts === 1)
    return `\`${task.handler}\` may be tried only once, and a chunk that dies is sent again`;
  return undefined;
}
