import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cogArguments, cogPlan } from '../../src/geo/cog-options.ts';
import { gdal } from './support/rasters.ts';
import { temporaryFolder } from './support/storage.ts';
import { strictFindings } from './support/strict-cogs.ts';

const SIDES = [1, 2, 511, 512, 513, 1024, 1025, 2000, 5000] as const;
const MOST_PIXELS = 2_100_000;
const SHAPES = SIDES.flatMap((width) => SIDES.map((height) => ({ width, height }))).filter(
  ({ width, height }) => width * height <= MOST_PIXELS,
);
const PLACE = ['-a_srs', 'EPSG:32631', '-a_ullr', '500000', '5000000', '504000', '4996000'];

test('products of all shapes are valid in the eyes of rio-cogeo, without a warning', async (t) => {
  const folder = await temporaryFolder(t);
  const named = ({ width, height }: (typeof SHAPES)[number]) => join(folder, `${width}x${height}.tif`);
  const source = join(folder, 'source.tif');
  for (const shape of SHAPES) {
    const { width, height } = shape;
    await gdal('gdal_create', '-q', '-outsize', String(width), String(height), '-burn', '9', ...PLACE, source);
    const subject = {
      width,
      height,
      raster_class: 'continuous',
      type: 'Byte',
      band_count: 1,
      packed: false,
      nodata: [],
    } as const;
    const plan = cogPlan(subject, 'analysis');
    await gdal(
      'gdal_translate',
      '-q',
      ...cogArguments({ source, product: named(shape), plan, threads: 1, crs: null, nodata: null }),
    );
    await rm(source);
  }
  const found = await strictFindings(SHAPES.map(named));
  const wrong = found.filter(({ findings }) => findings.length > 0);
  // Of one column no overview is narrower, and without one there is a warning.
  const column = SHAPES.filter(({ width, height }) => width === 1 && height > 512);
  assert.deepEqual(
    wrong.map(({ path }) => path),
    column.map(named),
  );
  for (const { findings } of wrong)
    assert.match(findings.join(), /^The file is greater than [^,]*, it is recommended to include internal overviews$/);
});
