import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GdalExit, gdalFault } from '../../../src/gdal/gdal-fault.ts';

const run = { program: 'gdalinfo', failure: { code: 'raster_unreadable', message: 'It could not be read.' } } as const;
const exit = (more: Partial<GdalExit>): GdalExit => ({ code: 1, signal: null, stderr: '', timedOut: false, ...more });

const cases: [string, Partial<GdalExit>, string, boolean][] = [
  ['an error of the raster', { stderr: 'ERROR 1: TIFFReadDirectory failed' }, 'raster_unreadable', false],
  ['no answer', { stderr: 'ERROR 11: CURL error: Failed to connect' }, 'storage_unavailable', true],
  ['an expired SAS', { stderr: 'ERROR 11: HTTP response code: 403' }, 'storage_unavailable', true],
  ['a blob that is gone', { stderr: "ERROR 4: `a' does not exist in the file system" }, 'storage_unavailable', true],
  ['a full disk', { stderr: 'ERROR 3: No space left on device' }, 'scratch_full', true],
  ['too large a product', { code: null, signal: 'SIGXFSZ' }, 'output_too_large', false],
  ['too long', { code: null, signal: 'SIGTERM', timedOut: true }, 'gdal_timed_out', false],
  ['a kill from outside', { code: null, signal: 'SIGKILL' }, 'gdal_killed', true],
];
for (const [what, ended, code, retryable] of cases) {
  test(`${what} is ${code}`, () => {
    const error = gdalFault(run, exit(ended));
    assert.deepEqual([error.fault.code, error.retryable], [code, retryable]);
  });
}

test('the last messages are kept', () => {
  const stderr = Array.from({ length: 20 }, (_, index) => `ERROR 1: message ${index}\n`).join('');
  assert.deepEqual(gdalFault(run, exit({ stderr })).fault.detail, {
    program: 'gdalinfo',
    exit_code: 1,
    signal: null,
    messages: [12, 13, 14, 15, 16, 17, 18, 19].map((index) => `ERROR 1: message ${index}`),
  });
});
