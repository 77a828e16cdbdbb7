import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace';
import type { SpanPlace } from '../../plan/trace.ts';

/** Ids of spans by chance, but for those that others have been told of before there was a span. */
export class SpanIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private told: SpanPlace | undefined;

  generateTraceId(): string {
    return this.told?.trace_id ?? this.random.generateTraceId();
  }

  generateSpanId(): string {
    return this.told?.span_id ?? this.random.generateSpanId();
  }

  /** @param make makes one span, at once */
  as<T>(place: SpanPlace, make: () => T): T {
    this.told = place;
    try {
      return make();
    } finally {
      this.told = undefined;
    }
  }
}
