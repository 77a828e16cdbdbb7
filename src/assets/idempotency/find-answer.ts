import type { Queryable } from '../../db/pool.ts';
import { FaultError } from '../../plan/fault.ts';
import type { Once } from './once.ts';

/**
 * What was answered when the request was carried out; undefined when it was not, or so long ago that it is forgotten.
 *
 * @throws FaultError `idempotency_key_reused`
 */
export async function findAnswer(db: Queryable, once: Once): Promise<{ answer: unknown } | undefined> {
  const { rows } = await db.query<{ request_hash: string; answer: string }>(
    `SELECT request_hash, answer FROM rhumbline.idempotency_keys
     WHERE actor = $1 AND operation = $2 AND key = $3 AND expires_at > now()`,
    [once.actor, once.operation, once.key],
  );
  const found = rows[0];
  if (found === undefined) return undefined;
  if (found.request_hash === once.request_hash) return { answer: once.read(found.answer) };
  throw new FaultError({
    code: 'idempotency_key_reused',
    message: `The Idempotency-Key ${JSON.stringify(once.key)} was used before for another request. Send a new key, or the same request.`,
  });
}
