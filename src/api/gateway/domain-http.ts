import { type Dispatcher, Pool } from 'undici';
import { domainUnavailable } from './domain-away.ts';

/** Seconds after which a client may ask again. */
const RETRY_S = 5;

export interface Outgoing {
  method: Dispatcher.HttpMethod;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Following {
  /** Aborted when nobody wants the answer any more. */
  signal: AbortSignal;
}

export type Incoming = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/** The domain API, over connections that are kept. */
export interface DomainHttp {
  /**
   * Asks. It follows no redirects.
   *
   * @param following absent: the answer is one text, for whose beginning, and for whose every further part, no more than the time of the
   * address is waited; otherwise it is a stream, which may be silent as long as somebody follows it
   * @throws ProblemError `domain_unavailable`
   */
  reach(request: Outgoing, following?: Following): Promise<Incoming>;
  /** Waits for no answer any more. */
  stop(): Promise<void>;
}

export function createDomainHttp(url: string, timeout_ms: number): DomainHttp {
  const { origin, pathname } = new URL(url);
  const prefix = pathname === '/' ? '' : pathname;
  const pool = new Pool(origin, { headersTimeout: timeout_ms, bodyTimeout: timeout_ms });
  return {
    reach: async ({ path, ...request }, following) => {
      const followed = following && { ...following, bodyTimeout: 0 };
      try {
        return await pool.request({ ...request, ...followed, path: `${prefix}${path}` });
      } catch (cause) {
        throw domainUnavailable(RETRY_S, cause);
      }
    },
    stop: () => pool.destroy(),
  };
}

export function isSuccess({ statusCode }: Incoming): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/**
 * @throws ProblemError `domain_unavailable` where it breaks off: a domain API that dies in mid-answer looks like this, and one whose
 * time is over, also where the end of the connection would be the end of the answer
 */
export async function readToEnd({ body }: Incoming): Promise<string> {
  try {
    return await body.text();
  } catch (cause) {
    throw domainUnavailable(RETRY_S, cause);
  }
}
