import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { tracer } from '../../tracing/in-span.ts';
import { methodOf, routeOf } from './metrics/request-metrics.ts';

/**
 * Answers each request in a span of the trace that its headers tell of. It says what the metrics say
 * (https://opentelemetry.io/docs/specs/semconv/http/http-spans): the pattern of the path and nothing of what the client put into it.
 */
export const requestTracing: RequestHandler = (request, response, next) => {
  // Asked for every few seconds, for nobody.
  if (request.path.startsWith('/health/')) {
    next();
    return;
  }
  const given = propagation.extract(ROOT_CONTEXT, request.headers);
  const method = methodOf(request);
  const attributes = { 'http.request.method': method, 'rhumbline.request_id': String(request.id) };
  const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, given);
  // The trace goes through all the same.
  if (!span.isRecording()) {
    context.with(given, next);
    return;
  }
  response.once('close', () => {
    const route = routeOf(request);
    const { statusCode } = response;
    span.updateName(`${method} ${route}`);
    span.setAttributes({ 'http.route': route, 'http.response.status_code': statusCode });
    if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(given, span), next);
};
