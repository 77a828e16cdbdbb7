import { isDateTime } from '../../date-time.ts';
import { DURATION_RANGE, isWrittenAsDuration, parseDuration } from '../../duration.ts';
import { FaultError } from '../../fault.ts';
import type { SleepNode } from '../../plan.ts';
import { render } from '../../template/evaluate.ts';
import type { NodeContext, NodeOutcome } from './index.ts';

/** Waits for a duration, or until an instant; one that has passed is no wait. */
export async function runSleep(node: SleepNode, context: NodeContext): Promise<NodeOutcome> {
  const { scope, effects, room, waitedSince, started } = context;
  const begun = waitedSince ?? effects.now();
  const end =
    node.until === undefined
      ? begun + durationOf(render(node.duration ?? '', scope))
      : instantOf(render(node.until, scope));
  started(`until ${new Date(end).toISOString()}`);
  const left = end - effects.now();
  if (left > 0) await room.sleep(left);
  return { state: 'completed', output: { slept_ms: effects.now() - begun } };
}

function durationOf(value: unknown): number {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined;
  if (ms !== undefined) return ms;
  const isWrittenRight = typeof value === 'string' && isWrittenAsDuration(value);
  const fault = isWrittenRight
    ? DURATION_RANGE
    : 'is not a duration: a whole number and a unit were expected, such as 10m';
  const message = `\`${JSON.stringify(value)}\` ${fault}.`;
  throw new FaultError({ code: 'invalid_duration', message });
}

function instantOf(value: unknown): number {
  if (typeof value === 'string' && isDateTime(value)) return Date.parse(value);
  const message = `\`${JSON.stringify(value)}\` is not an instant: RFC 3339 was expected, such as 2026-01-31T12:00:00Z.`;
  throw new FaultError({ code: 'invalid_instant', message });
}
