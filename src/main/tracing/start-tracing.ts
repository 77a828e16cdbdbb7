import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Logger } from 'pino';
import type { SpanExport } from './export-spans.ts';

/** What a process does without spans: the trace goes through it all the same, and stands in its log. */
const NO_SPANS: SpanExport = { runEnded() {}, stop: async () => {} };

/**
 * Lets traces through this process, and sends its spans where there is a collector for them. What makes spans is loaded only then:
 * without it OpenTelemetry's own interface does no more than pass on where it is.
 */
export async function startTracing(
  process: 'gateway' | 'domain' | 'worker',
  { otlpEndpoint }: { otlpEndpoint: string | undefined },
  log: Logger,
): Promise<SpanExport> {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (otlpEndpoint === undefined) return NO_SPANS;
  const { exportSpans } = await import('./export-spans.ts');
  return exportSpans(process, log);
}
