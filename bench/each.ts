import { Client, Connection } from '@temporalio/client';
import type { Env } from './job.ts';
import type { BenchResult } from './run.ts';

/** What a bench is given: the stack's addresses, when to break off, where to say how far it is, and what of it to do. */
export interface BenchRun {
  env: Env;
  signal: AbortSignal;
  report: (line: string) => void;
  only: string;
}

export interface BenchCases<T, R extends object> {
  cases: Iterable<readonly [name: string, subject: T]>;
  measure(subject: T, name: string, client: Client): Promise<R>;
  formatTable(rows: readonly R[]): string;
}

/** Measures one case after the other, of those that have `only` in their names, until it is broken off. */
export async function benchEach<T, R extends object>(
  { env, signal, report, only }: BenchRun,
  { cases, measure, formatTable }: BenchCases<T, R>,
): Promise<BenchResult> {
  const client = new Client({ connection: await Connection.connect({ address: env.TEMPORAL_ADDRESS ?? '' }) });
  const rows: R[] = [];
  try {
    for (const [name, subject] of cases) {
      if (signal.aborted) break;
      if (!name.includes(only)) continue;
      report(`${name} …`);
      rows.push(await measure(subject, name, client));
    }
  } finally {
    await client.connection.close();
  }
  return { rows, table: formatTable(rows) };
}
