import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderBand } from '../../../src/geo/gdalinfo.ts';
import { mosaicVrt } from '../../../src/geo/mosaic-vrt.ts';
import { coversOnce } from '../../../src/geo/tile-cover.ts';

const BAND: HeaderBand = {
  index: 1,
  type: 'Byte',
  nodata: null,
  colourInterpretation: 'palette',
  description: 'a <b> & "c"\u0007',
  scale: null,
  offset: 2,
  unit: null,
  block: [512, 512],
  packedBits: true,
  bits: 4,
  hasMask: false,
  hasPalette: true,
  palette: [[1, 2, 3, 255]],
  hasCategories: false,
  overviews: [],
  checksum: null,
  tags: {},
  statistics: null,
};

test('an index says what its parts say, and nothing in it is taken for markup', () => {
  const part = { name: 'a&b.tif', window: { column: 512, row: 0, width: 10, height: 20 } };
  const text = mosaicVrt({
    ...{ width: 522, height: 20, geotransform: [1, 2, 0, 3, 0, -2], crs: null, bands: [BAND] },
    ...{ tags: { 'x<y': '1' }, parts: [part], overview: 'w.tif' },
  });
  assert.equal(
    text,
    `<VRTDataset rasterXSize="522" rasterYSize="20">
  <GeoTransform>1, 2, 0, 3, 0, -2</GeoTransform>
  <Metadata>
    <MDI key="x&lt;y">1</MDI>
  </Metadata>
  <VRTRasterBand dataType="Byte" band="1">
    <Description>a &lt;b&gt; &amp; &quot;c&quot;</Description>
    <Offset>2</Offset>
    <ColorInterp>palette</ColorInterp>
    <Metadata domain="IMAGE_STRUCTURE">
      <MDI key="NBITS">4</MDI>
    </Metadata>
    <ColorTable>
      <Entry c1="1" c2="2" c3="3" c4="255"/>
    </ColorTable>
    <SimpleSource><SourceFilename relativeToVRT="1">a&amp;b.tif</SourceFilename><SourceBand>1</SourceBand>
      <SourceProperties RasterXSize="10" RasterYSize="20" DataType="Byte" BlockXSize="512" BlockYSize="512"/>
      <SrcRect xOff="0" yOff="0" xSize="10" ySize="20"/><DstRect xOff="512" yOff="0" xSize="10" ySize="20"/>
    </SimpleSource>
    <Overview><SourceFilename relativeToVRT="1">w.tif</SourceFilename><SourceBand>1</SourceBand></Overview>
  </VRTRasterBand>
</VRTDataset>
`,
  );
});

test('of parts that overlap those pixels are left out that hold no data, however that is told', () => {
  const parts = ['a.tif', 'b.tif'].map((name) => ({ name, window: { column: 0, row: 0, width: 4, height: 4 } }));
  const grey = { ...BAND, hasPalette: false, palette: null, colourInterpretation: 'gray' };
  const sources = (bands: HeaderBand[], overlapping = true) => {
    const grid = { width: 4, height: 4, geotransform: [0, 1, 0, 0, 0, -1] as [0, 1, 0, 0, 0, -1], crs: null, tags: {} };
    const text = mosaicVrt({ ...grid, bands, parts, overlapping });
    return [
      ...text.matchAll(/<(\w+Source)>.*<SourceBand>(.*?)<(?:.|\n)*?\/>\n.*\n(?: +<(NODATA|UseMaskBand)>(.*)<.*\n)?/g),
    ].map(([, kind, band, element = '', value = '']) => [kind, band, element, value].join(' ').trim());
  };
  const twice = (...each: string[]) => each.flatMap((source) => [source, source]);
  assert.deepEqual(sources([grey]), twice('SimpleSource 1'));
  assert.deepEqual(sources([{ ...grey, nodata: 'nan' }]), twice('ComplexSource 1 NODATA nan'));
  assert.deepEqual(sources([{ ...grey, nodata: 7 }], false), twice('SimpleSource 1'));
  const masked = { ...grey, hasMask: true };
  assert.deepEqual(
    sources([masked]),
    twice('SimpleSource 1', 'ComplexSource 1 UseMaskBand true', 'ComplexSource mask,1 NODATA 0'),
  );
  assert.deepEqual(sources([masked], false), twice('SimpleSource 1', 'SimpleSource mask,1'));
  const alpha = { ...grey, index: 2, colourInterpretation: 'alpha' };
  assert.deepEqual(
    sources([grey, alpha]),
    twice('SimpleSource 1', 'ComplexSource 1 UseMaskBand true', 'ComplexSource 2 NODATA 0'),
  );
});

test('windows cover a raster once, or they do not', () => {
  const window = (column: number, row: number, width: number, height: number) => ({ column, row, width, height });
  const [left, right] = [window(0, 0, 5, 8), window(5, 0, 3, 8)];
  assert.equal(coversOnce([left, right], 8, 8), true);
  assert.equal(coversOnce([left], 8, 8), false);
  assert.equal(coversOnce([left, window(4, 0, 3, 8)], 8, 8), false);
  assert.equal(coversOnce([left, window(6, 0, 3, 8)], 8, 8), false);
});
