import process from 'node:process';
import { parseArgs } from 'node:util';
import { FaultError } from '../plan/fault.ts';
import { patiently } from './patience.ts';

/**
 * Runs the work of a process that does one thing and ends, with `--patience SECONDS` for as long as what it needs is not
 * there yet. What goes wrong is told in a line, and is exit code 1.
 */
export async function oneShot(name: string, work: () => Promise<string>): Promise<void> {
  const { values } = parseArgs({ options: { patience: { type: 'string', default: '0' } } });
  const report = (error: unknown) => console.error(`${name}: ${describe(error)}; trying again`);
  try {
    const began = performance.now();
    const outcome = await patiently({ seconds: Number(values.patience), report }, work);
    console.log(`${name}: ${outcome} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    console.error(`${name}: ${describe(error)}`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  if (error instanceof FaultError) return `${error.fault.message} (${error.fault.code})`;
  // node-postgres reports a refused connection to several addresses as an aggregate without a message of its own.
  if (error instanceof AggregateError) return error.errors.map((each) => describe(each)).join('; ');
  return error instanceof Error ? error.message : String(error);
}
