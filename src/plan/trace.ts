/** The header of Temporal's that a trace travels in; the name that the SDK's own interceptors for OpenTelemetry have for it. */
export const TRACE_HEADER = '_tracer-data';

/** What is in that header, by the names of W3C's trace context (https://www.w3.org/TR/trace-context). */
export interface TraceCarrier {
  traceparent?: string;
  tracestate?: string;
}

/** A span, and the trace that it is in. */
export interface SpanPlace {
  /** 32 hexadecimal digits. */
  trace_id: string;
  /** 16 of them. */
  span_id: string;
  /** Two of them; the last bit is set where the trace is recorded. */
  flags: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
export const RECORDED = '01';

/** undefined: it is none. Later versions may have more parts, and begin alike; there is none called ff. */
export function parseTraceparent(text: string | undefined): SpanPlace | undefined {
  const [, version, trace_id, span_id, flags, more] = TRACEPARENT.exec(text ?? '') ?? [];
  if (trace_id === undefined || span_id === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  return { trace_id, span_id, flags };
}

export function formatTraceparent({ trace_id, span_id, flags }: SpanPlace): string {
  return `00-${trace_id}-${span_id}-${flags}`;
}
