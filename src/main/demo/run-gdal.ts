import { execa } from 'execa';
import { findProgram } from '../stack/programs.ts';
import { demoFault } from './demo-fault.ts';

/**
 * Runs one of GDAL's programs on files of the demo's own.
 *
 * @returns what it printed
 * @throws FaultError `program_missing`, `gdal_failed`; the signal's reason when aborted
 */
export async function runGdal(
  name: 'gdal_translate' | 'gdalinfo',
  args: readonly string[],
  { searchPath, signal }: { searchPath: string; signal: AbortSignal },
): Promise<string> {
  const program = findProgram(name, searchPath);
  const result = await execa(program, args, { cancelSignal: signal, stdin: 'ignore', reject: false });
  signal.throwIfAborted();
  if (!result.failed) return result.stdout;
  throw demoFault('gdal_failed', `${name} failed: ${result.stderr.trim() || result.shortMessage}`);
}
