import { FaultError } from '../plan/fault.ts';
import type { GdalRun } from './gdal.ts';

/** How a GDAL process ended, with what it printed last, redacted. */
export interface GdalExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  timedOut: boolean;
}

interface KnownCause {
  holds: (exit: GdalExit) => boolean;
  code: string;
  message: string;
  retryable: boolean;
}

const KEPT_LINES = 8;

/** Tried in order. Causes outside the raster come first: they say nothing about it. */
const KNOWN_CAUSES: readonly KnownCause[] = [
  {
    holds: ({ timedOut }) => timedOut,
    code: 'gdal_timed_out',
    message: 'GDAL took longer than it may.',
    retryable: false,
  },
  {
    holds: ({ signal }) => signal === 'SIGXFSZ',
    code: 'output_too_large',
    message: 'The product grew over its limit and was stopped.',
    retryable: false,
  },
  {
    holds: ({ stderr }) => /No space left on device|disk (is )?full/i.test(stderr),
    code: 'scratch_full',
    message: "The worker's scratch disk is full.",
    retryable: true,
  },
  {
    holds: ({ stderr }) =>
      /does not exist in the file system|HTTP (response code|error code)|CURL error|Could not resolve host|Couldn't connect|AuthenticationFailed|AuthorizationFailure|SSL (peer )?certificate/i.test(
        stderr,
      ),
    code: 'storage_unavailable',
    message: 'The storage account could not be reached for reading a part of the blob.',
    retryable: true,
  },
  {
    holds: ({ signal }) => signal === 'SIGKILL' || signal === 'SIGTERM',
    code: 'gdal_killed',
    message: 'GDAL was killed from outside, perhaps because the machine was short of memory.',
    retryable: true,
  },
];

/** The fault that a failed GDAL process stands for. */
export function gdalFault(run: Pick<GdalRun, 'program' | 'failure'>, exit: GdalExit): FaultError {
  const known = KNOWN_CAUSES.find(({ holds }) => holds(exit));
  const lines = exit.stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return new FaultError(
    {
      code: known?.code ?? run.failure.code,
      message: known?.message ?? run.failure.message,
      detail: { program: run.program, exit_code: exit.code, signal: exit.signal, messages: lines.slice(-KEPT_LINES) },
    },
    { retryable: known?.retryable ?? false },
  );
}
