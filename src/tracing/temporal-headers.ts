import { type Context, context, propagation } from '@opentelemetry/api';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { TRACE_HEADER, type TraceCarrier } from '../plan/trace.ts';

/** What a workflow or an activity was started in. */
export function contextIn(headers: Headers): Context {
  const payload = headers[TRACE_HEADER];
  if (payload === undefined) return context.active();
  return propagation.extract(context.active(), defaultPayloadConverter.fromPayload<TraceCarrier | null>(payload) ?? {});
}

/** The present context, for what is started in it; none outside of a trace. */
export function headersOfContext(): Headers {
  const carrier: TraceCarrier = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent === undefined ? {} : { [TRACE_HEADER]: defaultPayloadConverter.toPayload(carrier) };
}
