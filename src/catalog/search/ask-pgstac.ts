import pg from 'pg';
import { FaultError } from '../../plan/fault.ts';

/** What pgstac says itself of a search that it refuses. */
const RAISED = 'P0001';
/** What PostgreSQL and PostGIS say of the SQL that pgstac has made of it: types that do not go together, values beyond them. */
const UNFIT = /^(22|42601$|42703$|42804$|42846$|42725$|42883$|42P18$|XX000$)/;

/** Makes faults of searches that the database will not have. @throws FaultError `invalid_search` */
export async function askPgstac<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
    if (code === RAISED) throw unfit((error as Error).message, error);
    if (UNFIT.test(code))
      throw unfit('Its operands do not go together, or a value is beyond what can be compared', error);
    throw error;
  }
}

function unfit(what: string, cause: unknown): FaultError {
  const message = `The filter or the order cannot be carried out: ${what.replace(/\.?$/, '.')}`;
  return new FaultError({ code: 'invalid_search', message }, { cause });
}
