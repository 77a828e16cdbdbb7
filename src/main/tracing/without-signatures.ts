import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { redactSas } from '../logger.ts';

/** The last guard against a SAS in a span, as the log has one: ids hold keys of items, and those may be anything. */
export function withoutSignatures(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(redacted), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function redacted(span: ReadableSpan): ReadableSpan {
  const attributes = Object.entries(span.attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? redactSas(value) : value,
  ]);
  return Object.create(span, { attributes: { value: Object.fromEntries(attributes) } });
}
