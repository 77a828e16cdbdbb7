import type { Request, RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';
import { EVENT_STREAM } from '../route.ts';

/** Bounds in seconds, from a read by key to a submit whose blobs are looked at. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Counts and times requests by route, with the names of OpenTelemetry's conventions
 * (https://opentelemetry.io/docs/specs/semconv/http/http-metrics). The route is the pattern, not the path: ids are no labels.
 */
export function requestMetrics(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'From the request to the end of its answer. Server-sent events are left out: they last as long as somebody listens.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  return (request, response, next) => {
    const end = duration.startTimer();
    response.once('finish', () => {
      if (String(response.getHeader('Content-Type')).startsWith(EVENT_STREAM)) return;
      end({
        http_request_method: methodOf(request),
        http_route: routeOf(request),
        http_response_status_code: String(response.statusCode),
      });
    });
    next();
  };
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function methodOf({ method }: Pick<Request, 'method'>): string {
  return METHODS.has(method) ? method : '_OTHER';
}

/** The pattern of its path, `none` where nothing took it. */
export function routeOf({ route }: Request): string {
  const path: unknown = route?.path;
  return typeof path === 'string' ? path : 'none';
}
