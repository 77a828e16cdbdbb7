import type { Evidence, Violation } from '../evidence.ts';
import { describe, eventsOf, type Operation, operationsOf } from './operations.ts';

/** What was acknowledged before something else of the same asset was asked for happened before it. */
export function checkOrder({ history, events }: Evidence): Violation[] {
  const own = eventsOf(events);
  const done = operationsOf(history).flatMap((operation) => {
    const [event] = own(operation);
    // A cancellation is written down after Temporal was asked, in a transaction of its own.
    return event?.asset_id && operation.f !== 'cancel'
      ? [{ operation, event_id: event.event_id, asset_id: event.asset_id }]
      : [];
  });
  return [...Map.groupBy(done, ({ asset_id }) => asset_id).values()].flatMap(reversedIn);
}

interface Done {
  operation: Operation;
  event_id: number;
}

/** Each against the last to begin of all that the trail has before it. */
function reversedIn(done: readonly Done[]): Violation[] {
  let latest: Done | undefined;
  return done
    .toSorted((a, b) => a.event_id - b.event_id)
    .flatMap((each) => {
      const before = latest;
      if (latest === undefined || each.operation.began > latest.operation.began) latest = each;
      if (before === undefined || each.operation.ended >= before.operation.began) return [];
      const what = `it was answered before ${describe(before.operation)} was asked for, and comes after it in the trail`;
      return [{ kind: 'order_reversed' as const, about: describe(each.operation), what }];
    });
}
