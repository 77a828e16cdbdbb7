/** An answer, or that there was none. */
export interface Answer {
  status: number | null;
  /** Of a problem. */
  code: string | null;
  body: Record<string, unknown>;
}

export interface Request {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: object;
  key?: string;
}

const PATIENCE_MS = 12_000;

/** Asks the gateway as any client would. Never throws: an answer that does not come is an outcome. */
export async function ask(
  gateway: string,
  apiKey: string,
  { method, path, body, key }: Request,
  httpId: string,
): Promise<Answer> {
  try {
    const response = await fetch(`${gateway}${path}`, {
      method,
      headers: {
        'X-API-Key': apiKey,
        'X-Request-Id': httpId,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key === undefined ? {} : { 'Idempotency-Key': `"${key}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const code = response.ok || typeof answer.code !== 'string' ? null : answer.code;
    return { status: response.status, code, body: answer };
  } catch (error) {
    return { status: null, code: causeOf(error), body: {} };
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.name;
  return String(error);
}

/** Refusals that say that the same request may have been carried out, or will be. */
const UNDECIDED = new Set(['idempotency_key_in_flight', 'rate_limited']);

/** Whether it was done; `info`: nobody knows. */
export function outcomeOf({ status, code }: Answer): 'ok' | 'fail' | 'info' {
  if (status === null || status >= 500 || status === 408 || UNDECIDED.has(code ?? '')) return 'info';
  return status < 300 ? 'ok' : 'fail';
}
