import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeCog, product, withCode } from './support/make-cog.ts';
import { gdal, makeConstant, makeRamp, makeRaster, remake } from './support/rasters.ts';
import { blobMade, temporaryFolder } from './support/storage.ts';
import { assertStrictCogs } from './support/strict-cogs.ts';

/** A raster with more in its header than its place: what the text of a VRT says of the dataset, and of its band. */
function blobWith(t: TestContext, ofDataset: string, ofBand: string) {
  return blobMade(t, async (path, folder) => {
    await makeRamp(join(folder, 'plain.tif'), 600, 600);
    await remake(join(folder, 'plain.tif'), path, (vrt) =>
      vrt
        .replace('</GeoTransform>', `</GeoTransform>${ofDataset}`)
        .replace(/<ColorInterp>[^<]*<\/ColorInterp>/, (colour) => ofBand + colour),
    );
  });
}

const item = (key: string, value: string): string => `<MDI key="${key}">${value}</MDI>`;

const TWENTY = '1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0';
const RPCS = ['LINE', 'SAMP', 'LAT', 'LONG', 'HEIGHT']
  .flatMap((of) => [item(`${of}_OFF`, '7'), item(`${of}_SCALE`, '3')])
  .concat(['LINE_NUM', 'LINE_DEN', 'SAMP_NUM', 'SAMP_DEN'].map((of) => item(`${of}_COEFF`, TWENTY)));

test('tags, RPCs and XMP are in the product', async (t) => {
  const tags = [item('mission', 'S2 &amp; co'), item('TIFFTAG_ARTIST', 'Ada'), item('AREA_OR_POINT', 'Point')].join('');
  const ref = await blobWith(
    t,
    `<Metadata>${tags}</Metadata><Metadata domain="RPC">${RPCS.join('')}</Metadata><Metadata domain="xml:XMP" format="xml"><x>hello</x></Metadata>`,
    `<Metadata>${item('wavelength', '665')}</Metadata><Description>red</Description>`,
  );
  const { output } = await makeCog(t, { ref });
  assert.deepEqual(output.warnings, []);
  const { path, info } = await product(t, output.cog);
  const { mission, TIFFTAG_ARTIST } = info.metadata[''];
  assert.deepEqual([mission, TIFFTAG_ARTIST], ['S2 & co', 'Ada']);
  assert.deepEqual([info.metadata.RPC.LINE_OFF, info.metadata.RPC.HEIGHT_SCALE], ['7', '3']);
  assert.deepEqual([info.bands[0].metadata[''].wavelength, info.bands[0].description], ['665', 'red']);
  assert.match(await gdal('gdalinfo', '-mdd', 'xml:XMP', path), /<x>hello<\/x>/);
});

test('statistics that are not of these pixels are told, and not believed', async (t) => {
  const figures = { MINIMUM: '1', MAXIMUM: '99', MEAN: '5', STDDEV: '2' };
  const told = Object.entries(figures).map(([name, value]) => item(`STATISTICS_${name}`, value));
  const ref = await blobWith(t, '', `<Metadata>${told.join('')}</Metadata>`);
  const { output } = await makeCog(t, { ref });
  assert.deepEqual(
    output.warnings.map(({ code }) => code),
    ['stale_statistics'],
  );
  assert.equal(output.cog.bands[0]?.statistics?.maximum, 65520);
});

test('a mask survives, pixel by pixel, and what it hides does not count', async (t) => {
  const mask = ['--config', 'GDAL_TIFF_INTERNAL_MASK', 'YES', '-b', '1', '-mask', '1'];
  const make = async (path: string, folder: string) => {
    await makeRamp(join(folder, 'a.tif'), 700, 600, '-ot', 'Byte', '-scale', '0', '65520', '0', '9');
    await gdal('gdal_translate', '-q', ...mask, join(folder, 'a.tif'), path);
  };
  const { output } = await makeCog(t, { ref: await blobMade(t, make) });
  const folder = await temporaryFolder(t);
  await make(join(folder, 'source.tif'), folder);
  const { path } = await product(t, output.cog);
  const [wanted, got] = await Promise.all([maskOf(join(folder, 'source.tif')), maskOf(path)]);
  assert.deepEqual(got, wanted);
  assert.equal(output.cog.bands[0]?.statistics?.minimum, 1);
});

async function maskOf(path: string): Promise<number> {
  await gdal('gdal_translate', '-q', '-b', 'mask,1', '-mask', 'none', path, `${path}.mask.tif`);
  return JSON.parse(await gdal('gdalinfo', '-json', '-checksum', `${path}.mask.tif`)).bands[0].checksum;
}

test('a colour table survives, and its classes stay in the overviews', async (t) => {
  const colours = [
    [0, 0, 0],
    [200, 10, 20],
    [30, 200, 40],
  ];
  const ref = await blobMade(t, async (path, folder) => {
    await writeFile(
      join(folder, 'raw'),
      Uint8Array.from({ length: 800 * 800 }, (_, at) => 1 + ((at * 31) % 7 > 3 ? 1 : 0)),
    );
    const table = colours.map(([c1, c2, c3]) => `<Entry c1="${c1}" c2="${c2}" c3="${c3}"/>`).join('');
    await writeFile(
      join(folder, 'raw.vrt'),
      `<VRTDataset rasterXSize="800" rasterYSize="800"><SRS>EPSG:32631</SRS><GeoTransform>500000,10,0,5000000,0,-10</GeoTransform><VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><ColorInterp>Palette</ColorInterp><ColorTable>${table}</ColorTable><SourceFilename relativeToVRT="1">raw</SourceFilename></VRTRasterBand></VRTDataset>`,
    );
    await gdal('gdal_translate', '-q', join(folder, 'raw.vrt'), path);
  });
  const { output } = await makeCog(t, { ref });
  assert.equal(output.options.OVERVIEW_RESAMPLING, 'MODE');
  const { path, info } = await product(t, output.cog);
  assert.equal(info.bands[0].colorInterpretation, 'Palette');
  assert.deepEqual(
    info.bands[0].colorTable.entries.slice(0, 3).map((entry: number[]) => entry.slice(0, 3)),
    colours,
  );
  const overview = join(await temporaryFolder(t), 'overview.tif');
  await gdal('gdal_translate', '-q', '-oo', 'OVERVIEW_LEVEL=0', path, overview);
  const { metadata } = JSON.parse(await gdal('gdalinfo', '-json', '-stats', overview)).bands[0];
  assert.deepEqual([metadata[''].STATISTICS_MINIMUM, metadata[''].STATISTICS_MAXIMUM], ['1', '2']);
});

test('control points alone are refused, and what a COG cannot say is told', async (t) => {
  const points = ['0 0 3 45', '300 0 3.04 45', '300 200 3.04 44.9', '0 200 3 44.9'].flatMap((point) => [
    '-gcp',
    ...point.split(' '),
  ]);
  const gcps = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'a.tif'));
    await gdal('gdal_translate', '-q', ...points, join(folder, 'a.tif'), path);
  });
  await assert.rejects(makeCog(t, { ref: gcps }), withCode('gcps_only'));
  const white = await blobMade(t, async (path, folder) => {
    await makeRaster(join(folder, 'a.tif'), '-ot', 'Byte');
    await gdal('gdal_translate', '-q', '-b', '1', '-co', 'PHOTOMETRIC=MINISWHITE', join(folder, 'a.tif'), path);
  });
  const { output } = await makeCog(t, { ref: white });
  assert.deepEqual(
    output.warnings.map(({ code }) => code),
    ['min_is_white'],
  );
  assert.equal(output.cog.bands[0]?.statistics?.maximum, 10);
  const plain = await blobMade(t, (path) => makeConstant(path, 300, '7', '-co', 'PHOTOMETRIC=MINISWHITE'));
  // As that of tiles, which are made of windows.
  assert.equal((await makeCog(t, { ref: plain })).output.cog.bands[0]?.colour_interpretation, 'gray');
});

test('every product is a valid COG, strictly', async () => {
  await assertStrictCogs(5);
});
