import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGdal } from '../../../src/gdal/create-gdal.ts';
import { readPixels } from '../../../src/gdal/read-pixels.ts';
import { watchDecoder } from '../../../src/gdal/watch-decoder.ts';
import { execute, searchPath, temporaryFolder } from './support/fixtures.ts';

for (const [compression, options, told] of [
  ['PACKBITS', [], /\("PackBitsDecode:Discarding \d+ bytes to avoid buffer overrun"\)/],
  ['CCITTFAX4', ['-co', 'NBITS=1'], /\("Fax4Decode:[^"]+ at line \d+ of strip \d+ [^"]+"\)/],
] as const) {
  test(`damage that GDAL decodes all the same is told, in ${compression}`, async (t) => {
    const scratch = await temporaryFolder(t);
    const gdal = await createGdal({ scratchRoot: scratch, searchPath, threads: 1, cacheMegabytes: 64 });
    const path = join(scratch, 'source.tif');
    const stored = ['-co', `COMPRESS=${compression}`, '-co', 'BLOCKYSIZE=20', ...options];
    await execute('gdal_create', ['-q', '-outsize', '300', '200', '-burn', '1', ...stored, path]);
    const look = async () => {
      const decoder = watchDecoder(gdal);
      await readPixels(decoder.gdal, { path, scratch, signal: t.signal, statistics: false });
      return decoder.warnings();
    };
    assert.deepEqual(await look(), []);
    const bytes = await readFile(path);
    // 44 equal bytes become 128; of the other codec some codes become others.
    if (compression === 'PACKBITS') bytes[bytes.indexOf(Buffer.of(0xd5, 1))] = 0x81;
    else bytes[bytes.indexOf(Buffer.of(0xff, 0xff)) + 1] = 0x12;
    await writeFile(path, bytes);
    const [warning, ...more] = await look();
    assert.deepEqual([warning?.code, more], ['decoder_warned', []]);
    assert.match(warning?.message ?? '', told);
    assert.doesNotMatch(warning?.message ?? '', /\/tmp/);
  });
}
