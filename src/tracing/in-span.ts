import { type Context, context, type SpanOptions, SpanStatusCode, trace } from '@opentelemetry/api';
import { FaultError } from '../plan/fault.ts';

/** Of whatever provider the process has; of none, spans are nothing but the trace that they are in. */
export const tracer = trace.getTracer('rhumbline');

/** Does something in a span of its own, below that of the context. A failure is told by its code: a message may quote anything. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
  within: Context = context.active(),
): Promise<T> {
  const span = tracer.startSpan(name, options, within);
  if (!span.isRecording()) return context.with(within, work);
  try {
    return await context.with(trace.setSpan(within, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', codeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function codeOf(error: unknown): string {
  if (error instanceof FaultError) return error.fault.code;
  if (!(error instanceof Error)) return '_OTHER';
  // Problems have a code; failures of Temporal's have it for their type.
  const code = 'code' in error ? error.code : 'type' in error ? error.type : undefined;
  return typeof code === 'string' ? code : error.name;
}
