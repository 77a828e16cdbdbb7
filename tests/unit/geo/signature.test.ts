import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSignature } from '../../../src/geo/signature.ts';

const text = (content: string) => new TextEncoder().encode(content);
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

test('the four kinds of TIFF', () => {
  assert.deepEqual(readSignature(bytes('49492a0008000000')), { kind: 'tiff', big: false, littleEndian: true });
  assert.deepEqual(readSignature(bytes('4d4d002a00000008')), { kind: 'tiff', big: false, littleEndian: false });
  assert.deepEqual(readSignature(bytes('49492b0008000000')), { kind: 'tiff', big: true, littleEndian: true });
  assert.deepEqual(readSignature(bytes('4d4d002b00080000')), { kind: 'tiff', big: true, littleEndian: false });
});

test('JPEG 2000, boxed and bare', () => {
  assert.deepEqual(readSignature(bytes('0000000c6a5020200d0a870a')), { kind: 'jpeg2000' });
  assert.deepEqual(readSignature(bytes('ff4fff51002f')), { kind: 'jpeg2000' });
});

test('netCDF of the classic formats is taken, and of HDF5 not', () => {
  for (const version of ['01', '02', '05']) {
    assert.deepEqual(readSignature(bytes(`434446${version}`)), { kind: 'netcdf' });
  }
  assert.equal(readSignature(bytes('43444603')).kind, 'none');
  assert.equal(readSignature(bytes('894844460d0a1a0a')).kind, 'other');
});

test('pictures and text grids, which are taken', () => {
  assert.deepEqual(readSignature(bytes('89504e470d0a1a0a')), { kind: 'png' });
  assert.deepEqual(readSignature(bytes('ffd8ffe0')), { kind: 'jpeg' });
  assert.deepEqual(readSignature(text('NCOLS 4\r\nNROWS 4\r\nXLLCORNER 1\r\n')), { kind: 'ascii_grid' });
  assert.deepEqual(readSignature(text('nrows 4\nncols 4\ndx 1\n')), { kind: 'ascii_grid' });
  assert.deepEqual(readSignature(text('xllcorner -.5\nyllcorner 1,5\nncols 4\n')), { kind: 'ascii_grid' });
  for (const none of ['ncols 4\nand other words', 'nodata_value 1\nncols 4\nnrows 4\nxllcorner 1\n']) {
    assert.equal(readSignature(text(none)).kind, 'none');
  }
});

const others: [string, Uint8Array, RegExp][] = [
  ['GIF', text('GIF89a'), /^GIF$/],
  ['a tar', text(`${'x'.repeat(257)}ustar`), /tar archive/],
  ['netCDF-4', bytes('894844460d0a1a0a'), /netCDF-4/],
  ['a VRT', text('<VRTDataset rasterXSize="1">'), /virtual raster/],
  [
    'a VRT behind a byte order mark and a declaration',
    text('\ufeff<?xml version="1.0"?>\n<VRTDataset>'),
    /virtual raster/,
  ],
  ['a WMS description', text('<GDAL_WMS>'), /web service/],
];
for (const [what, head, format] of others) {
  test(`${what} is known and not taken`, () => {
    const signature = readSignature(head);
    assert.equal(signature.kind, 'other');
    assert.match(signature.kind === 'other' ? signature.format : '', format);
  });
}

const nothing: [string, Uint8Array, string][] = [
  ['text', text('Dear colleague'), 'text'],
  ['almost a TIFF', text('II but then words'), 'text'],
  ['other XML', text('<kml>'), 'XML'],
  ['a web page', text('<html>'), 'a web page, perhaps the error page of a failed download'],
  ['zeros', new Uint8Array(16), 'nothing but zero bytes, as an upload that was cut short leaves'],
  ['noise', bytes('01028f0000ff03'), 'data of an unknown kind'],
];
for (const [what, head, looks] of nothing) {
  test(`${what} is no raster`, () => {
    assert.deepEqual(readSignature(head), { kind: 'none', looks });
  });
}
