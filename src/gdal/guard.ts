import { findProgram } from './find-program.ts';

/** Limits that the kernel keeps for a process, in bytes. */
export interface KernelLimits {
  /** Private memory (RLIMIT_DATA). */
  memory: number;
  /** Any one file (RLIMIT_FSIZE). */
  fileSize: number;
}

/** Puts a program's command line behind the guards that this machine has. */
export type Guard = (program: string, args: readonly string[], limits: KernelLimits) => [string, string[]];

/**
 * `setpriv --pdeathsig KILL` makes the kernel kill the process the moment its worker dies, even by kill -9, and `prlimit`
 * sets limits. Both replace themselves by the program, so its process id stays. GDAL's programs start no children, so
 * none can escape that way; `sweepOrphans` is for machines without these two (macOS) and for what slipped between.
 */
export async function createGuard(searchPath: string): Promise<Guard> {
  const [setpriv, prlimit] = await Promise.all([
    findProgram('setpriv', searchPath),
    findProgram('prlimit', searchPath),
  ]);
  return (program, args, { memory, fileSize }) => {
    const limited = prlimit
      ? [prlimit, `--data=${memory}`, `--fsize=${fileSize}`, '--core=0', '--', program, ...args]
      : [program, ...args];
    const [first, ...rest] = setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', ...limited] : limited;
    return [first as string, rest];
  };
}
