import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixesClasses, resamplingFor, warpArguments } from '../../../src/geo/warp-options.ts';

test('resampling follows what the pixels mean, and how much larger they become', () => {
  assert.equal(resamplingFor('categorical', 1), 'near');
  assert.equal(resamplingFor('palette', 3), 'mode');
  assert.equal(resamplingFor('rgba', 1), 'cubic');
  assert.equal(resamplingFor('dem', 1), 'bilinear');
  assert.equal(resamplingFor('multispectral', 2.1), 'average');
});

test('classes are mixed by what makes means of them', () => {
  assert.deepEqual([mixesClasses('palette', 'average'), mixesClasses('categorical', 'cubic')], [true, true]);
  assert.deepEqual([mixesClasses('palette', 'mode'), mixesClasses('dem', 'average')], [false, false]);
});

test('the arguments of gdalwarp', () => {
  const command = {
    source: '/s/source.tif',
    product: '/s/warped.tif',
    source_crs: null,
    target_crs: 'EPSG:3857',
    resampling: 'bilinear',
    resolution: null,
    extent: null,
    error_threshold: 0.125,
    nodata: null,
    alpha: false,
    unified: false,
    threads: 2,
  } as const;
  assert.equal(
    warpArguments(command).join(' '),
    '-of GTiff -ovr NONE -t_srs EPSG:3857 -r bilinear -et 0.125 -wo UNIFIED_SRC_NODATA=NO -wo NUM_THREADS=2 -multi -novshift -to ALLOW_BALLPARK=NO -wm 256 -co TILED=YES -co COMPRESS=ZSTD -co ZSTD_LEVEL=1 -co BIGTIFF=IF_SAFER -co NUM_THREADS=2 /s/source.tif /s/warped.tif',
  );
  assert.match(warpArguments({ ...command, extent: [-1, -2, 3, 4] }).join(' '), / -te -1 -2 3 4 /);
  const more = { source_crs: 'EPSG:32631', resolution: [10, 20], nodata: 'nan', unified: true } as const;
  const withNodata = (alpha: boolean) => warpArguments({ ...command, ...more, alpha }).join(' ');
  const [given, unified] = ['-s_srs EPSG:32631 -tr 10 20 -srcnodata nan', '-wo UNIFIED_SRC_NODATA=YES'];
  assert.match(withNodata(false), new RegExp(` ${given} -dstnodata nan ${unified} `));
  assert.match(withNodata(true), new RegExp(` ${given} -dstalpha ${unified} `));
});
