import { defaultPayloadConverter } from '@temporalio/common';
import {
  type ActivityInput,
  ApplicationFailure,
  ContinueAsNew,
  type ContinueAsNewInput,
  type Headers,
  isCancellation,
  type Next,
  proxySinks,
  type Sinks,
  type StartChildWorkflowExecutionInput,
  type WorkflowExecuteInput,
  type WorkflowInboundCallsInterceptor,
  type WorkflowOutboundCallsInterceptor,
  workflowInfo,
} from '@temporalio/workflow';
import {
  formatTraceparent,
  parseTraceparent,
  RECORDED,
  type SpanPlace,
  TRACE_HEADER,
  type TraceCarrier,
} from '../plan/trace.ts';

/** A run that has come to its end. */
export interface EndedRun {
  /** Its own span, which what it started has been told of. */
  span: SpanPlace;
  /** The span of who started it. */
  parent: SpanPlace | null;
  /** Milliseconds since 1970. */
  started_at: number;
  ended_at: number;
  /** The code of the failure that it ended with. */
  fault_code: string | null;
}

export interface TraceSinks extends Sinks {
  trace: { runEnded(run: EndedRun): void };
}

const { trace } = proxySinks<TraceSinks>();

/**
 * Carries the trace that a run was started in to what the run starts, in headers: no command and no order of commands hangs on
 * it, so that any history replays with it and without. All is known from the first moment, without a clock, a random number or a
 * promise of its own: the span's id is in the run's id. The span itself is made outside of the sandbox when the run has ended.
 */
export class Tracing implements WorkflowInboundCallsInterceptor, WorkflowOutboundCallsInterceptor {
  private given: Headers = {};
  private own: Headers = {};

  execute(input: WorkflowExecuteInput, next: Next<WorkflowInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    const { runId, startTime } = workflowInfo();
    const carrier = carrierIn(input.headers);
    const parent = parseTraceparent(carrier.traceparent) ?? null;
    const span = spanOf(runId, parent);
    this.own = headersOf({ ...(parent === null ? {} : carrier), traceparent: formatTraceparent(span) });
    this.given = parent === null ? this.own : headersOf(carrier);
    const result = next(input);
    const told = { span, parent, started_at: startTime.getTime() };
    result.then(
      () => trace.runEnded({ ...told, ended_at: Date.now(), fault_code: null }),
      (error: unknown) => trace.runEnded({ ...told, ended_at: Date.now(), fault_code: codeOf(error) }),
    );
    // As it came: a promise more would put the run's end behind what happens at the same time.
    return result;
  }

  scheduleActivity(input: ActivityInput, next: Next<WorkflowOutboundCallsInterceptor, 'scheduleActivity'>) {
    return next({ ...input, headers: { ...input.headers, ...this.own } });
  }

  startChildWorkflowExecution(
    input: StartChildWorkflowExecutionInput,
    next: Next<WorkflowOutboundCallsInterceptor, 'startChildWorkflowExecution'>,
  ) {
    return next({ ...input, headers: { ...input.headers, ...this.own } });
  }

  /** The run that goes on stands beside this one. */
  continueAsNew(input: ContinueAsNewInput, next: Next<WorkflowOutboundCallsInterceptor, 'continueAsNew'>) {
    return next({ ...input, headers: { ...input.headers, ...this.given } });
  }
}

/** Of a run that nobody's request started: a trace of its own. */
function spanOf(runId: string, parent: SpanPlace | null): SpanPlace {
  const digits = runId.replaceAll('-', '');
  return { trace_id: digits, flags: RECORDED, ...parent, span_id: digits.slice(-16) };
}

function carrierIn(headers: Headers): TraceCarrier {
  const payload = headers[TRACE_HEADER];
  return payload === undefined ? {} : (defaultPayloadConverter.fromPayload<TraceCarrier | null>(payload) ?? {});
}

function headersOf(carrier: TraceCarrier): Headers {
  return { [TRACE_HEADER]: defaultPayloadConverter.toPayload(carrier) };
}

function codeOf(error: unknown): string | null {
  if (error instanceof ContinueAsNew) return null;
  if (isCancellation(error)) return 'cancelled';
  return error instanceof ApplicationFailure ? (error.type ?? 'failed') : 'failed';
}
