import { SpanKind } from '@opentelemetry/api';
import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';
import { inSpan } from './in-span.ts';
import { contextIn } from './temporal-headers.ts';

/** Runs each attempt of an activity in the trace of its job. */
export function traceActivities({ info }: Context): ActivityInterceptors {
  const attributes = {
    temporalWorkflowId: info.workflowExecution?.workflowId,
    temporalActivityId: info.activityId,
    'rhumbline.attempt': info.attempt,
  };
  return {
    inbound: {
      execute: (input, next) =>
        inSpan(
          `RunActivity:${info.activityType}`,
          { kind: SpanKind.CONSUMER, attributes },
          () => next(input),
          contextIn(input.headers),
        ),
    },
  };
}
