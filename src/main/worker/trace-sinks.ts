import type { InjectedSinks } from '@temporalio/worker';
import type { TraceSinks } from '../../workflows/tracing.ts';
import type { SpanExport } from '../tracing/export-spans.ts';

/** Takes what workflows tell of their runs to where spans are made of it. */
export function traceSinks({ runEnded }: Pick<SpanExport, 'runEnded'>): InjectedSinks<TraceSinks> {
  return { trace: { runEnded: { fn: runEnded, callDuringReplay: false } } };
}
