import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { etagHeader, ifMatchHeader } from './etag.ts';
import { exampleOf } from './example-of.ts';
import { idempotencyKeyHeader, replayedHeader } from './idempotency-key.ts';
import { isJsonType, JSON_TYPE } from './media-types.ts';
import { PROBLEM_TYPE, ProblemError, problemOf, problemSchema } from './problem.ts';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';
import { EVENT_STREAM, type Route, takesBody } from './route.ts';

export interface OpenApiOptions {
  title: string;
  description: string;
  version: string;
  routes: readonly Route[];
  /** How callers show who they are, by any one of these, and which problems that can have. */
  security: {
    schemes: Readonly<Record<string, oas31.SecuritySchemeObject>>;
    problems: readonly ProblemCode[];
    /** Also for what tells more to those who show who they are. */
    is_always_asked?: true;
  };
}

/** OpenAPI 3.1 of the operations, from the schemas that validate them. */
export function openApiOf(options: OpenApiOptions): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of options.routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, options.security) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: options.title, description: options.description, version: options.version },
    servers: [{ url: '/' }],
    paths,
    components: { securitySchemes: { ...options.security.schemes }, examples: problemExamples(options) },
  });
}

/** All that a request for it can come to. */
function problemCodesOf(route: Route, security: OpenApiOptions['security']): ProblemCode[] {
  const own: ProblemCode[] = [...route.problems, 'internal_error', 'not_acceptable', 'headers_too_large'];
  if (route.scope !== null) own.push(...security.problems);
  else if (route.by_identity) own.push(...security.problems.filter((code) => !ONLY_WITH_SCOPE.has(code)));
  if (takesBody(route)) own.push('malformed_json', 'body_too_large', 'unsupported_media_type');
  if (route.if_match) own.push('malformed_if_match', 'stale_if_match');
  if (route.idempotency_key) own.push(...KEY_PROBLEMS);
  if (route.method === 'get' || route.body || route.params || route.query) own.push(route.misfit ?? 'invalid_request');
  // What is hostile in any body.
  if (takesBody(route)) own.push('invalid_request');
  return own;
}

/** Not where nobody needs to show who they are. */
const ONLY_WITH_SCOPE: ReadonlySet<ProblemCode> = new Set(['missing_api_key', 'insufficient_scope']);

function operationOf(route: Route, security: OpenApiOptions['security']): ZodOpenApiOperationObject {
  return {
    operationId: route.operation_id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: securityOf(route, security),
    requestParams: {
      ...(route.params ? { path: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...headersOf(route),
    },
    ...(route.body
      ? {
          requestBody: {
            required: !route.body.safeParse(undefined).success,
            content: { 'application/json': { schema: route.body, example: exampleOf(route.body) ?? {} } },
          },
        }
      : {}),
    responses: {
      [route.reply.status]: successOf(route),
      ...(isKept(route) ? { 304: NOT_MODIFIED } : {}),
      ...(route.follow === undefined ? {} : { 204: { description: 'The end was told already: do not ask again.' } }),
      ...problemsOf(problemCodesOf(route, security)),
    },
  };
}

function isKept({ method, scope, by_identity, no_store }: Route): boolean {
  return method === 'get' && !no_store && (scope !== null || by_identity === true);
}

function securityOf(
  { scope, by_identity }: Route,
  { schemes, is_always_asked }: OpenApiOptions['security'],
): oas31.SecurityRequirementObject[] {
  if (scope === null && !by_identity) return [];
  const isOpen = scope === null && !is_always_asked;
  return [...(isOpen ? [{}] : []), ...Object.keys(schemes).map((name) => ({ [name]: [] }))];
}

const EVENTS =
  'Server-sent events: `progress` with the JSON above as its data at each change, and `end` with the state when there is no more.';

const KEY_PROBLEMS = ['malformed_idempotency_key', 'idempotency_key_reused', 'idempotency_key_in_flight'] as const;

function headersOf({ if_match, idempotency_key }: Route) {
  const shape = { ...(if_match ? ifMatchHeader.shape : {}), ...(idempotency_key ? idempotencyKeyHeader.shape : {}) };
  return Object.keys(shape).length === 0 ? {} : { header: z.object(shape) };
}

function successOf({ reply, follow, if_match, idempotency_key }: Route) {
  const shape = {
    ...(if_match ? etagHeader.shape : {}),
    ...(idempotency_key ? replayedHeader.shape : {}),
    ...reply.headers?.shape,
  };
  return {
    description: reply.description,
    ...(Object.keys(shape).length === 0 ? {} : { headers: z.object(shape) }),
    content: {
      [reply.media_type ?? JSON_TYPE]: {
        // What is no JSON has no shape of JSON either.
        schema: isJsonType(reply.media_type ?? JSON_TYPE) ? reply.schema : z.unknown(),
        example: exampleOf(reply.schema),
      },
      ...(follow === undefined ? {} : { [EVENT_STREAM]: { schema: z.string().meta({ description: EVENTS }) } }),
    },
  };
}

const NOT_MODIFIED = { description: 'If-None-Match has the ETag that it has still.' };

/** One of each code, which the responses refer to: written out in each of them, they would be most of the document. */
function problemExamples({ routes, security }: OpenApiOptions): Record<string, oas31.ExampleObject> {
  const codes = new Set(routes.flatMap((route) => problemCodesOf(route, security)));
  return Object.fromEntries(
    [...codes].sort().map((code) => {
      const error = new ProblemError(code, PROBLEMS[code].title);
      return [code, { value: problemOf(error, '/api/…', '0b7f5a0e-7d0e-4b0e-9d0b-3c5b0a6f2e11') }];
    }),
  );
}

/** One response a status, which names the codes that come with it. */
function problemsOf(codes: readonly ProblemCode[]): ZodOpenApiResponsesObject {
  const byStatus = Object.groupBy(new Set(codes), (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        content: { [PROBLEM_TYPE]: { schema: problemSchema, examples: referencesTo(group) } },
      },
    ]),
  );
}

function referencesTo(codes: readonly ProblemCode[]): Record<string, oas31.ReferenceObject> {
  return Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
}

export const locationHeader = z.object({
  Location: z.string().meta({ description: 'Where to follow it.', example: '/api/platform/status/6f1c2d34' }),
});
