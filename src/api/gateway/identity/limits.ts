import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { LRUCache } from 'lru-cache';
import type { Identity } from '../../../assets/api-keys/verify-api-key.ts';
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
  const lookWithin = failureCounter(failures);
  return async (request, response) => {
    const identity = await lookWithin(request, () => authenticate(request, response));
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

interface Address {
  failed: number;
  /** Credentials that are being looked at. */
  looking: Set<Promise<void>>;
}

/**
 * Holds off an address that shows too many credentials that are not good, before they are looked at: also of those that come
 * at once no more are looked at than may fail, and the others wait. Those that were good lately are let pass: others behind the
 * same address have nothing to do with it.
 */
function failureCounter(limit: number) {
  const addresses = new LRUCache<string, Address>({ max: KNOWN, ttl: WINDOW_MS });
  const good = new LRUCache<string, true>({ max: KNOWN, ttl: KNOWN_MS });
  const current = (key: string): Address => {
    const known = addresses.get(key) ?? { failed: 0, looking: new Set() };
    if (!addresses.has(key)) addresses.set(key, known);
    return known;
  };
  /** Waits until one more may be looked at. What it returns is to be called when that has been done. */
  const enter = async (key: string, shown: string): Promise<() => void> => {
    let address = current(key);
    while (!good.has(shown) && address.failed + address.looking.size >= limit) {
      if (address.failed >= limit) throw tooManyFailures(limit, addresses.getRemainingTTL(key));
      await Promise.race(address.looking);
      address = current(key);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    address.looking.add(promise);
    return () => {
      address.looking.delete(promise);
      resolve();
    };
  };
  return async (request: Request, look: () => Promise<Identity>): Promise<Identity> => {
    const shown = credentialsOf(request);
    const leave = good.has(shown) ? undefined : await enter(addressOf(request), shown);
    try {
      const identity = await look();
      if (leave) good.set(shown, true);
      return identity;
    } catch (error) {
      if (isTheirs(error)) {
        current(addressOf(request)).failed += 1;
        good.delete(shown);
      }
      throw error;
    } finally {
      leave?.();
    }
  };
}

/** Whether it is the credentials that are no good, and not that they could not be looked at. */
function isTheirs(error: unknown): boolean {
  return error instanceof ProblemError && PROBLEMS[error.code].status < 500;
}

function tooManyFailures(limit: number, ms: number): ProblemError {
  const what = `More than ${limit} requests in a minute came from your address without good credentials.`;
  return limited(what, Math.ceil(ms / 1000));
}

/** One client has a whole network of IPv6 addresses. */
export function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}

/** Not kept as they are. */
function credentialsOf(request: Request): string {
  const shown = JSON.stringify([request.get('x-api-key'), request.get('authorization')]);
  return hash('sha256', shown, 'base64');
}

function limited(what: string, seconds: number): ProblemError {
  const wait = Math.max(1, seconds);
  return new ProblemError('rate_limited', `${what} Try again in ${wait} s.`, { headers: { 'Retry-After': `${wait}` } });
}
