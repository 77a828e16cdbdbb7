import type { EventRow, Evidence, Violation, ViolationKind } from '../evidence.ts';
import { describe, EVENT_OF, eventsOf, type Operation, operationsOf } from './operations.ts';

/**
 * What was acknowledged was done, once; what was refused was not done; what nobody knows of was done once at most. The trail is
 * written in the transaction of what it tells of, so that an operation and its event are there together or not at all.
 */
export function checkAcknowledged({ history, events }: Evidence): Violation[] {
  const own = eventsOf(events);
  return operationsOf(history)
    .filter(({ f }) => EVENT_OF[f] !== undefined)
    .flatMap((operation) => judge(operation, own(operation)));
}

function judge(operation: Operation, done: readonly EventRow[]): Violation[] {
  const about = describe(operation);
  const violation = (kind: ViolationKind, what: string): Violation[] => [{ kind, about, what }];
  if (done.length > 1) return violation('done_twice', `events ${done.map(({ event_id }) => event_id).join(', ')}`);
  const [event] = done;
  if (event === undefined) {
    return operation.outcome === 'ok'
      ? violation('lost_write', 'it was acknowledged, and the trail has no event of it')
      : [];
  }
  if (operation.outcome === 'fail')
    return violation('phantom_write', `it was refused, and event ${event.event_id} is there`);
  return operation.outcome === 'ok' ? differences(operation, event, about) : [];
}

/** What the answer told must be what was done. */
function differences({ f, told }: Operation, event: EventRow, about: string): Violation[] {
  const said: [string, unknown, unknown][] = [
    ['asset_id', told?.asset_id, event.asset_id],
    ['ordinal', told?.ordinal, event.ordinal],
    ['revision', f === 'reprocess' ? told?.revision : undefined, event.after?.revision],
    ['attempt', f === 'retry' ? told?.attempt : undefined, event.after?.attempt],
    [
      'approval_state',
      f === 'approve' || f === 'reject' ? told?.approval_state : undefined,
      event.after?.approval_state,
    ],
  ];
  return said
    .filter(([, answered, done]) => answered !== undefined && answered !== done)
    .map(([field, answered, done]) => ({
      kind: 'wrong_answer',
      about,
      what: `${field}: told ${JSON.stringify(answered)}, done ${JSON.stringify(done)}`,
    }));
}
