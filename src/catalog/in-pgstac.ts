import type pg from 'pg';
import { withTransaction } from '../db/transaction.ts';
import { catalogueFault } from './catalogue-fault.ts';

/**
 * Runs `work` in a transaction in which pgstac's functions find each other and PostGIS, and times are UTC.
 * @throws FaultError
 */
export async function inPgstac<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  try {
    return await withTransaction(pool, async (client) => {
      await client.query("SET LOCAL search_path TO pgstac, public; SET LOCAL timezone TO 'UTC'");
      return work(client);
    });
  } catch (error) {
    throw catalogueFault(error);
  }
}
