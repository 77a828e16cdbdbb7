import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit } from 'express-rate-limit';
import { LRUCache } from 'lru-cache';
import { ProblemError } from '../../shared/problem.ts';
import { PROBLEMS } from '../../shared/problem-codes.ts';
import type { Authenticate } from '../../shared/router.ts';

/** How much a process of the gateway answers, by the minute. */
export interface Limits {
  /** Requests of one API key, or of one holder of tokens. */
  requests: number;
  /** Requests from one address that show no good credentials. */
  failures: number;
}

const WINDOW_MS = 60_000;
/** Credentials that were good lately, at most. */
const KNOWN = 10_000;
const KNOWN_MS = 10 * 60_000;
/** The latest draft of the RateLimit header fields that there is. */
const HEADERS = 'draft-8';

/** Finds out who is asking, for as many requests as the limits allow. @throws ProblemError `rate_limited` besides */
export function withinLimits(authenticate: Authenticate, { requests, failures }: Limits): Authenticate {
  const countRequest = requestCounter(requests);
  const failing = failureCounter(failures);
  return async (request, response) => {
    await failing.refuse(request);
    let identity: Awaited<ReturnType<Authenticate>>;
    try {
      identity = await authenticate(request, response);
    } catch (error) {
      if (error instanceof ProblemError && PROBLEMS[error.code].status === 401) await failing.failed(request);
      throw error;
    }
    failing.succeeded(request);
    await countRequest(request, response, identity.actor);
    return identity;
  };
}

type CountRequest = (request: Request, response: Response, actor: string) => Promise<void>;

/** Tells in the headers RateLimit and RateLimit-Policy how much is left. */
export function requestCounter(limit: number): CountRequest {
  const actors = new WeakMap<Request, string>();
  const middleware = rateLimit({
    limit,
    windowMs: WINDOW_MS,
    standardHeaders: HEADERS,
    legacyHeaders: false,
    keyGenerator: (request) => actors.get(request) ?? '',
    handler: (_request, response, next) => {
      const seconds = Number(response.getHeader('Retry-After')) || WINDOW_MS / 1000;
      next(limited(`More than ${limit} requests in a minute.`, seconds));
    },
  });
  return async (request, response, actor) => {
    actors.set(request, actor);
    await new Promise<void>((resolve, reject) => {
      void middleware(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
  };
}

/**
 * Holds off an address that shows too many credentials that are not good, before they are looked at. Those that were good
 * lately are let pass: others behind the same address have nothing to do with it.
 */
function failureCounter(limit: number) {
  const store = new MemoryStore();
  store.init({ windowMs: WINDOW_MS } as Parameters<MemoryStore['init']>[0]);
  const good = new LRUCache<string, true>({ max: KNOWN, ttl: KNOWN_MS });
  return {
    refuse: async (request: Request): Promise<void> => {
      const counted = await store.get(addressOf(request));
      // It is still there for a while after its minute is over.
      const seconds = Math.ceil(((counted?.resetTime?.getTime() ?? 0) - Date.now()) / 1000);
      if (counted === undefined || seconds <= 0 || counted.totalHits < limit) return;
      if (good.has(credentialsOf(request))) return;
      throw limited(
        `More than ${limit} requests in a minute came from your address without good credentials.`,
        seconds,
      );
    },
    failed: async (request: Request): Promise<void> => {
      await store.increment(addressOf(request));
    },
    succeeded: (request: Request): void => {
      good.set(credentialsOf(request), true);
    },
  };
}

/** One client has a whole network of IPv6 addresses. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}

/** Not kept as they are. */
function credentialsOf(request: Request): string {
  const shown = JSON.stringify([request.get('x-api-key'), request.get('authorization')]);
  return createHash('sha256').update(shown).digest('base64');
}

function limited(what: string, seconds: number): ProblemError {
  const wait = Math.max(1, seconds);
  return new ProblemError('rate_limited', `${what} Try again in ${wait} s.`, { headers: { 'Retry-After': `${wait}` } });
}
