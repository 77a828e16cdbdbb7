import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGdalinfo } from '../../../src/geo/gdalinfo.ts';
import { levelFor } from '../../../src/geo/overview-level.ts';
import { paint, type Shown, validValues } from '../../../src/geo/preview/paint.ts';
import { type Picture, shrink, sizeWithin } from '../../../src/geo/preview/picture.ts';
import { renderingOf } from '../../../src/geo/preview/rendering.ts';
import { shade, stretchOf } from '../../../src/geo/preview/stretch.ts';

function header(bands: object[], size = [100, 100]) {
  const numbered = bands.map((band, index) => ({ band: index + 1, type: 'Byte', block: [512, 512], ...band }));
  return parseGdalinfo(JSON.stringify({ size, bands: numbered }));
}

const coloured = (...colours: string[]) => header(colours.map((colorInterpretation) => ({ colorInterpretation })));

test('bands are shown in the colours that they have', () => {
  assert.deepEqual(renderingOf(coloured('Blue', 'Green', 'Red').bands, null), { kind: 'colours', bands: [3, 2, 1] });
  assert.deepEqual(renderingOf(coloured('Gray', 'Undefined', 'Undefined', 'Undefined').bands, null).bands, [1, 2, 3]);
  assert.deepEqual(renderingOf(coloured('Gray', 'Alpha').bands, null), { kind: 'gray', bands: [1] });
  assert.deepEqual(renderingOf(coloured('Alpha', 'Gray', 'Undefined').bands, null).bands, [2]);
  assert.deepEqual(renderingOf(coloured('Gray', 'Undefined').bands, [2]), { kind: 'gray', bands: [2] });
  const table = { colorTable: { palette: 'RGB', entries: [[1, 2, 3, 255]] } };
  assert.deepEqual(renderingOf(header([table]).bands, null), {
    kind: 'palette',
    bands: [1],
    palette: [[1, 2, 3, 255]],
  });
});

test('a stretch leaves the outermost values out', () => {
  const values = Float32Array.from({ length: 101 }, (_, index) => 100 - index);
  assert.deepEqual(stretchOf(values, [2, 98]), { minimum: 2, maximum: 98 });
  assert.deepEqual(stretchOf(values, [0, 100]), { minimum: 0, maximum: 100 });
  assert.equal(stretchOf(new Float32Array(), [2, 98]), null);
  const stretch = { minimum: 10, maximum: 20 };
  assert.deepEqual(
    [9, 10, 15, 20, 99].map((value) => shade(value, stretch)),
    [0, 0, 128, 255, 255],
  );
  assert.deepEqual(
    [4, 5, 6].map((value) => shade(value, { minimum: 5, maximum: 5 })),
    [0, 128, 255],
  );
});

const shown = (values: number[], more: Partial<Shown> = {}): Shown => ({
  width: values.length,
  height: 1,
  values: Float32Array.from(values),
  stride: 1,
  mask: -1,
  graded: true,
  nodata: [null],
  ...more,
});

test('what has no data is transparent, and does not count', () => {
  const some = shown([0, 5, Number.NaN, 10], { nodata: [[0, 0]] });
  assert.deepEqual([...validValues(some, 0)], [5, 10]);
  const { pixels } = paint(some, { kind: 'gray', bands: [1] }, [{ minimum: 5, maximum: 10 }]);
  assert.deepEqual([...pixels], [0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255]);
});

test('a mask of 8 bits grades, a wider one does not', () => {
  const masked = { width: 2, stride: 2, mask: 1 };
  const opacities = (more: Partial<Shown>) =>
    paint(shown([9, 100, 9, 0], { ...masked, ...more }), { kind: 'gray', bands: [1] }, [{ minimum: 0, maximum: 9 }])
      .pixels;
  assert.deepEqual([...opacities({ graded: true })], [255, 255, 255, 100, 0, 0, 0, 0]);
  assert.deepEqual([...opacities({ graded: false })], [255, 255, 255, 255, 0, 0, 0, 0]);
});

test('a colour table gives the colours, and what is not in it is transparent', () => {
  const palette: [number, number, number, number][] = [
    [1, 2, 3, 255],
    [4, 5, 6, 128],
  ];
  const { pixels } = paint(shown([1, 0, 2]), { kind: 'palette', bands: [1], palette }, []);
  assert.deepEqual([...pixels], [4, 5, 6, 128, 1, 2, 3, 255, 0, 0, 0, 0]);
});

test('sizes keep their proportions and never grow', () => {
  assert.deepEqual(sizeWithin(2000, 1000, 256), [256, 128]);
  assert.deepEqual(sizeWithin(100, 50, 256), [100, 50]);
  assert.deepEqual(sizeWithin(100_000, 10, 256), [256, 1]);
});

test('smaller pictures are means of the opaque pixels, or of classes the middle ones', () => {
  const pixels = Uint8Array.from([200, 0, 0, 255, 9, 9, 9, 0, 100, 0, 0, 255, 50, 0, 0, 255]);
  const picture: Picture = { width: 4, height: 1, pixels };
  assert.deepEqual([...shrink(picture, 2, 1, 'average').pixels], [200, 0, 0, 128, 75, 0, 0, 255]);
  assert.deepEqual([...shrink(picture, 2, 1, 'nearest').pixels], [9, 9, 9, 0, 50, 0, 0, 255]);
  assert.equal(shrink(picture, 4, 1, 'average'), picture);
});

test('the overview that is read is the smallest that is large enough', () => {
  const overviews = [{ size: [5000, 2500] }, { size: [2500, 1250] }, { size: [1250, 625] }, { size: [625, 313] }];
  const large = header([{ overviews }], [10_000, 5000]);
  assert.deepEqual(levelFor(large, 1024), { overview: 2, width: 1250, height: 625 });
  assert.deepEqual(levelFor(header([{}], [900, 400]), 1024), { overview: undefined, width: 900, height: 400 });
  assert.equal(levelFor(header([{}], [10_000, 5000]), 1024), undefined);
});
