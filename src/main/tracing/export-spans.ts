import { DiagLogLevel, diag, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { Logger } from 'pino';
import type { SpanPlace } from '../../plan/trace.ts';
import type { EndedRun } from '../../workflows/tracing.ts';
import { SOFTWARE_VERSION } from '../version.ts';
import { SpanIds } from './span-ids.ts';
import { withoutSignatures } from './without-signatures.ts';

/** A collector that does not answer holds up nothing but the end of the process, and that no longer than this. */
const TIMEOUT_MS = 3_000;
/** Spans are sent in batches, so often. */
const DELAY_MS = 1_000;

export interface SpanExport {
  runEnded(info: Pick<WorkflowInfo, 'workflowId' | 'runId' | 'workflowType'>, run: EndedRun): void;
  stop(): Promise<void>;
}

/**
 * Sends spans as JSON to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, with what the other variables of that name say
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter); the exporter reads them itself.
 */
export function exportSpans(process: string, log: Logger): SpanExport {
  const warn = (message: string) => log.warn({ reason: message }, 'Tracing:ExportFailed');
  diag.setLogger({ error: warn, warn, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
  const ids = new SpanIds();
  const named = resourceFromAttributes({ 'service.name': `rhumbline-${process}`, 'service.version': SOFTWARE_VERSION });
  const exporter = withoutSignatures(new OTLPTraceExporter({ timeoutMillis: TIMEOUT_MS }));
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      new BatchSpanProcessor({ exporter, scheduledDelayMillis: DELAY_MS, exportTimeoutMillis: TIMEOUT_MS }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  const tracer = provider.getTracer('rhumbline');
  return {
    runEnded: ({ workflowId, runId, workflowType }, { span: place, parent, started_at, ended_at, fault_code }) => {
      const attributes = { temporalWorkflowId: workflowId, run_id: runId };
      const span = ids.as(place, () =>
        tracer.startSpan(`RunWorkflow:${workflowType}`, { startTime: started_at, attributes }, below(parent)),
      );
      if (fault_code !== null) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', fault_code);
      span.end(ended_at);
    },
    stop: () => provider.shutdown().catch((err: unknown) => log.warn({ err }, 'Tracing:ExportFailed')),
  };
}

function below(parent: SpanPlace | null) {
  if (parent === null) return ROOT_CONTEXT;
  const { trace_id, span_id, flags } = parent;
  const place = { traceId: trace_id, spanId: span_id, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, place);
}
