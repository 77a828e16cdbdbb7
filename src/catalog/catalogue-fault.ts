import pg from 'pg';
import { FaultError } from '../plan/fault.ts';

/** SQLSTATE classes of errors that the data caused: data exception, integrity violation, raised by a function. */
const CAUSED_BY_DATA = /^(22|23|P0)/;

/**
 * The fault that an error of the catalogue's database stands for: `invalid_item` when the data caused it, else
 * `catalogue_unavailable`, which is retryable.
 */
export function catalogueFault(error: unknown): Error {
  if (error instanceof FaultError) return error;
  if (error instanceof pg.DatabaseError && CAUSED_BY_DATA.test(error.code ?? '')) {
    const message = `The catalogue refused the item: ${error.message}.`;
    return new FaultError({ code: 'invalid_item', message, detail: { sqlstate: error.code ?? null } });
  }
  const sqlstate = error instanceof pg.DatabaseError ? (error.code ?? null) : null;
  const message = 'The catalogue could not be written or read just now.';
  return new FaultError(
    { code: 'catalogue_unavailable', message, detail: { sqlstate } },
    { retryable: true, cause: error },
  );
}
