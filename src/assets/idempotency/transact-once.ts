import type pg from 'pg';
import { withTransaction } from '../../db/transaction.ts';
import { FaultError } from '../../plan/fault.ts';
import { findAnswer } from './find-answer.ts';
import { CarriedOutBefore, type Once } from './once.ts';

/**
 * Runs `work` in one transaction, as `withTransaction` does, and writes what it returns down in the same transaction under
 * the request's key. What throws, or dies on the way, leaves nothing behind: neither what it did nor the key.
 *
 * @param once null: nobody asks for more than the transaction
 * @throws CarriedOutBefore when it was done before; FaultError `idempotency_key_reused`, `idempotency_key_in_flight`
 */
export function transactOnce<T>(
  pool: pg.Pool,
  once: Once | null,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withTransaction(pool, async (client) => {
    if (once === null) return work(client);
    await takeKey(client, once);
    const earlier = await findAnswer(client, once);
    if (earlier) throw new CarriedOutBefore(earlier.answer);
    const answer = await work(client);
    await keepAnswer(client, once, answer);
    return answer;
  });
}

/** Held until the transaction ends, by whatever end: a key is never taken by a process that is no more. */
async function takeKey(client: pg.PoolClient, { actor, operation, key }: Once): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken',
    [JSON.stringify(['idempotency key', actor, operation, key])],
  );
  if (rows[0]?.taken) return;
  throw new FaultError({
    code: 'idempotency_key_in_flight',
    message: `The request under the Idempotency-Key ${JSON.stringify(key)} is being carried out. Send it again in some seconds.`,
  });
}

/** In the place of one that has expired, where there is one. */
async function keepAnswer(client: pg.PoolClient, once: Once, answer: unknown): Promise<void> {
  await client.query(
    `INSERT INTO rhumbline.idempotency_keys (actor, operation, key, request_hash, answer, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 millisecond')
     ON CONFLICT (actor, operation, key) DO UPDATE
     SET request_hash = EXCLUDED.request_hash, answer = EXCLUDED.answer, created_at = now(), expires_at = EXCLUDED.expires_at`,
    [once.actor, once.operation, once.key, once.request_hash, once.write(answer), once.lifetime_ms],
  );
}
