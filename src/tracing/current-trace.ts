import { context, trace } from '@opentelemetry/api';

/** The trace that the running code works for, as lines of a log have it. */
export function currentTrace(): { trace_id?: string } {
  const place = trace.getSpanContext(context.active());
  return place === undefined ? {} : { trace_id: place.traceId };
}
