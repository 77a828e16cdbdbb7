import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../plan/fault.ts';
import { parseDriverNames, skippedDrivers } from './drivers.ts';
import { gdalConfigFile, gdalEnvironment } from './environment.ts';
import { findProgram } from './find-program.ts';
import { GDAL_PROGRAMS, type Gdal, type GdalProgram, type GdalRun, type GdalSettings } from './gdal.ts';
import { gdalFault } from './gdal-fault.ts';
import { createGuard, type Guard } from './guard.ts';
import { progressReader } from './progress.ts';
import { redact } from './redact.ts';
import { type ProcessEnd, runProcess } from './run-process.ts';

const MEGABYTE = 1024 ** 2;
/** Private memory beside the block cache: threads, one strip or tile of each band, the program itself. */
const MEMORY_BESIDE_CACHE = 4096 * MEGABYTE;
const DEFAULT_MAX_FILE_BYTES = 64 * MEGABYTE;
const START_TIMEOUT = 20_000;

interface Parts {
  settings: GdalSettings;
  programs: ReadonlyMap<string, string>;
  guard: Guard;
}

/**
 * Finds GDAL, and the drivers that it has, once for a worker's life.
 * @throws FaultError `gdal_missing` with the programs that are not on the search path
 */
export async function createGdal(settings: GdalSettings): Promise<Gdal> {
  await mkdir(settings.scratchRoot, { recursive: true, mode: 0o700 });
  const parts: Parts = {
    settings,
    programs: await findPrograms(settings.searchPath),
    guard: await createGuard(settings.searchPath),
  };
  const ask = (program: GdalProgram | 'ogrinfo', flag: string) => askGdal(parts, program, flag);
  const version = /GDAL (\S+?),/.exec(await ask('gdalinfo', '--version'))?.[1] ?? 'unknown';
  const formats =
    (await ask('gdalinfo', '--formats')) + (parts.programs.has('ogrinfo') ? await ask('ogrinfo', '--formats') : '');
  const drivers = parseDriverNames(formats);
  return {
    version,
    threads: settings.threads,
    run: (run) => runGdal(parts, skippedDrivers(drivers, { only: run.drivers, more: run.moreDrivers }), run),
  };
}

async function findPrograms(searchPath: string): Promise<Map<string, string>> {
  const programs = new Map<string, string>();
  for (const name of [...GDAL_PROGRAMS, 'ogrinfo']) {
    const path = await findProgram(name, searchPath);
    if (path) programs.set(name, path);
  }
  const missing = GDAL_PROGRAMS.filter((name) => !programs.has(name));
  if (missing.length === 0) return programs;
  throw new FaultError({
    code: 'gdal_missing',
    message: `GDAL is not on PATH: ${missing.join(', ')} not found. Install it (Debian: apt-get install gdal-bin; macOS: brew install gdal).`,
  });
}

/** Output of a question that opens no raster. */
async function askGdal({ settings, programs }: Parts, program: string, flag: string): Promise<string> {
  const end = await runProcess({
    command: programs.get(program) as string,
    args: [flag],
    env: { ...settings.environment, PATH: settings.searchPath, HOME: settings.scratchRoot },
    cwd: settings.scratchRoot,
    stdin: '',
    signal: AbortSignal.timeout(START_TIMEOUT),
    timeout: START_TIMEOUT,
    scratchRoot: settings.scratchRoot,
  });
  if (end.code !== 0)
    throw new FaultError({ code: 'gdal_missing', message: `${program} ${flag} failed: GDAL is not usable.` });
  return end.stdout.text();
}

async function runGdal({ settings, programs, guard }: Parts, skip: string, run: GdalRun) {
  const configFile = join(run.scratch, `gdalrc-${randomUUID()}`);
  const [command, args] = guard(programs.get(run.program) as string, run.args, {
    memory: settings.cacheMegabytes * MEGABYTE + (run.memoryBytes ?? MEMORY_BESIDE_CACHE),
    fileSize: run.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES,
  });
  const readProgress = progressReader();
  await writeFile(configFile, gdalConfigFile(run.config ?? {}), { mode: 0o600 });
  try {
    const end = await runProcess({
      command,
      args,
      env: gdalEnvironment({ settings, skip, configFile, scratch: run.scratch }),
      cwd: run.scratch,
      stdin: run.stdin ?? '',
      signal: run.signal,
      timeout: run.timeout,
      scratchRoot: settings.scratchRoot,
      ...(run.onOutput && { takeOutput: run.onOutput }),
      onStdout: (text) => {
        const percent = run.onProgress && readProgress(text);
        if (percent !== undefined) run.onProgress?.(percent);
      },
    });
    return readEnd(run, end);
  } finally {
    await rm(configFile, { force: true });
  }
}

function readEnd(run: GdalRun, end: ProcessEnd) {
  run.signal.throwIfAborted();
  const stderr = redact(end.stderr.text(), [run.scratch]);
  if (end.code === 0 && !end.stdout.overflowed) return { stdout: end.stdout.text(), stderr };
  throw gdalFault(run, { code: end.code, signal: end.exitSignal, stderr, timedOut: end.timedOut });
}
