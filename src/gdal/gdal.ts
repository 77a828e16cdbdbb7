/** The programs that are run; nothing else is. */
export const GDAL_PROGRAMS = [
  'gdalinfo',
  'gdal_translate',
  'gdallocationinfo',
  'gdaltransform',
  'gdalsrsinfo',
  'gdalwarp',
] as const;
export type GdalProgram = (typeof GDAL_PROGRAMS)[number];

export interface GdalSettings {
  /** Folder for records of running processes and configuration files; swept at start-up. */
  scratchRoot: string;
  /** PATH to look for GDAL in. */
  searchPath: string;
  /** Threads of one conversion. */
  threads: number;
  /** GDAL's block cache. Without a limit it takes a twentieth of the machine. */
  cacheMegabytes: number;
  /** PEM of the authority that signed the storage's certificate, where it is a private one. */
  caFile?: string;
  /** Passed on as they are: LANG, PROJ_DATA and the like. Never a secret. */
  environment?: Readonly<Record<string, string>>;
}

export interface GdalRun {
  program: GdalProgram;
  args: readonly string[];
  /** Aborting kills the process group. */
  signal: AbortSignal;
  /** A folder of the caller's own, for GDAL's temporary files. */
  scratch: string;
  /** Milliseconds. */
  timeout: number;
  /** Configuration options that GDAL reads from a file which only it reads; the place for credentials. */
  config?: Readonly<Record<string, string>>;
  stdin?: string;
  /** Of the allowed drivers those that are loaded; all where it is left out. Fewer can be deceived by less. */
  drivers?: readonly string[];
  /** Bytes of private memory beside the block cache; 4 GiB where it is left out. */
  memoryBytes?: number;
  /** Drivers besides the allowed ones, for a program that reads nothing but what was made here. */
  moreDrivers?: readonly string[];
  /** Bytes that one file may grow to. */
  maxFileBytes?: number;
  /** Takes what the program writes to its standard output, piece by piece; nothing of it is kept then. Must not throw. */
  onOutput?: (piece: Uint8Array) => void;
  /** 0 to 100, by the program's own count. */
  onProgress?: (percent: number) => void;
  /** Code and sentence of a failure that has no better known cause. */
  failure: { code: string; message: string };
}

export interface GdalResult {
  stdout: string;
  /** Redacted, and cut to its last lines. */
  stderr: string;
}

export interface Gdal {
  /** Version as GDAL prints it: `3.6.2`. */
  readonly version: string;
  readonly threads: number;
  /**
   * Runs a program to its end.
   * @throws FaultError with the code of a known cause (`storage_unavailable`, `scratch_full` and `gdal_killed` are
   *   retryable; `output_too_large`, `gdal_timed_out` are not), else with `failure`; the signal's reason when aborted
   */
  run(run: GdalRun): Promise<GdalResult>;
}
