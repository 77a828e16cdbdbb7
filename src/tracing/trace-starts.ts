import { SpanKind } from '@opentelemetry/api';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { inSpan } from './in-span.ts';
import { headersOfContext } from './temporal-headers.ts';

/** Tells a workflow of the trace that it is started in. */
export const traceStarts: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => {
    const attributes = { temporalWorkflowId: input.options.workflowId };
    return inSpan(`StartWorkflow:${input.workflowType}`, { kind: SpanKind.PRODUCER, attributes }, () =>
      next({ ...input, headers: { ...input.headers, ...headersOfContext() } }),
    );
  },
};
