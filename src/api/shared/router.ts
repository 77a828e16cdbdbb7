import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Identity } from '../../assets/api-keys/verify-api-key.ts';
import { jsonBody } from './json-body.ts';
import { isJsonType, JSON_TYPE } from './media-types.ts';
import { ProblemError } from './problem.ts';
import { refuseMethod } from './refuse-method.ts';
import { contextOf } from './request-context.ts';
import { EVENT_STREAM, type Follow, type Route, takesBody } from './route.ts';
import { requireScope } from './scopes.ts';
import { sendEvents, sendNoEvents, wantsEvents } from './send-events.ts';
import { sendReply } from './send-reply.ts';

/** Finds out who is asking; may have something to say of it in the headers. @throws ProblemError */
export type Authenticate = (request: Request, response: Response) => Promise<Identity>;

export const NOBODY: Identity = { actor: 'anonymous', scopes: [], platform_id: null };

/**
 * An Express router of operations, which also answers the methods that their paths do not take. A path comes with all its
 * methods at once: what it does not take is not looked for under a later one that fits it too.
 */
export function routerOf(
  routes: readonly Route[],
  authenticate: Authenticate,
  /** For routes that are open and tell more to those who show who they are. */
  authenticateAnybody?: Authenticate,
  /** By which those who follow a stream are looked at again, without being counted. Absent: who was let in stays. */
  lookAgain?: Authenticate,
): Router {
  const router = Router();
  const identities = new WeakMap<Request, Identity>();
  const add = (route: Route) => {
    const { scope, by_identity } = route;
    const admit: RequestHandler = async (request, response, next) => {
      if (scope !== null) identities.set(request, requireScope(await authenticate(request, response), scope));
      else if (by_identity && authenticateAnybody)
        identities.set(request, await authenticateAnybody(request, response));
      next();
    };
    const answer: RequestHandler = async (request, response) => {
      const { params, query, body } = request;
      const identity = identities.get(request) ?? NOBODY;
      const headers = { if_match: request.get('if-match'), idempotency_key: request.get('idempotency-key') };
      const origin = originOf(request);
      const call = { params, query, body, ...headers, identity, context: contextOf(request), origin };
      if (route.follow !== undefined && wantsEvents(request)) {
        if (request.method === 'HEAD') {
          await route.run(call);
          sendNoEvents(response);
          return;
        }
        const open = (follow: Follow) => route.follow?.(call, follow) ?? Promise.resolve(null);
        const isLetIn = scope && lookAgain && (async () => requireScope(await lookAgain(request, response), scope));
        await sendEvents(request, response, open, isLetIn);
        return;
      }
      requireAcceptable(request, route);
      const reply = await route.run(call);
      sendReply(request, response, route, reply);
    };
    // Who is asking comes before what they send.
    router[route.method](expressPath(route.path), admit, ...(takesBody(route) ? jsonBody : []), answer);
  };
  for (const path of new Set(routes.map((route) => route.path))) {
    const ofPath = routes.filter((route) => route.path === path);
    for (const route of ofPath) add(route);
    router.all(expressPath(path), refuseMethod(ofPath.map(({ method }) => method)));
  }
  return router;
}

/** @throws ProblemError `not_acceptable` */
function requireAcceptable(request: Request, { reply, follow }: Route): void {
  const offered = [...mediaTypesOf(reply.media_type), ...(follow === undefined ? [] : [EVENT_STREAM])];
  if (request.accepts(offered) !== false) return;
  throw new ProblemError('not_acceptable', `The answer comes as ${offered.join(' or ')}, which Accept does not allow.`);
}

/** What the answer is served as; whoever takes JSON takes every kind of it. */
function mediaTypesOf(mediaType = JSON_TYPE): string[] {
  return mediaType !== JSON_TYPE && isJsonType(mediaType) ? [mediaType, JSON_TYPE] : [mediaType];
}

const HOST = /^[A-Za-z0-9._-]+(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$/;

/** As the client wrote it, or as a trusted proxy says; empty where that is no host, for links that begin with a slash. */
function originOf(request: Request): string {
  const { protocol, host } = request;
  return HOST.test(host ?? '') ? `${protocol}://${host}` : '';
}

function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
