import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesFile } from '../../../src/geo/crs-text.ts';
import { jp2Extent } from '../../../src/geo/jp2-extent.ts';

function box(type: string, given: Uint8Array | string, length?: number): Buffer {
  const content = typeof given === 'string' ? Buffer.from(given, 'latin1') : given;
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length ?? 8 + content.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

const SIGNATURE = box('jP  ', '\r\n\x87\n');
const STREAM = Buffer.from('ff4fff5100ffd9', 'hex');
const extentOf = (bytes: Buffer) =>
  jp2Extent(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length);

test('a whole file, with the texts that say where it lies', async () => {
  const file = Buffer.concat([
    SIGNATURE,
    box('uuid', 'geo'),
    box('jp2h', 'other'),
    box('jp2c', STREAM),
    box('xml ', '<a/>'),
  ]);
  const { endsAt, texts, closed } = await extentOf(file);
  assert.deepEqual([endsAt, closed], [file.length, true]);
  assert.match(texts, /uuidgeo.*xml <a\/>/s);
});

test('a codestream to the end of the file, and one without a container', async () => {
  assert.equal((await extentOf(Buffer.concat([SIGNATURE, box('jp2c', STREAM, 0)]))).closed, true);
  assert.equal((await extentOf(STREAM)).closed, true);
});

test('what was cut shows by a box that reaches further, or by the end that is missing', async () => {
  const file = Buffer.concat([SIGNATURE, box('jp2c', STREAM)]);
  assert.equal((await extentOf(file.subarray(0, -1))).endsAt, file.length);
  assert.equal((await extentOf(Buffer.concat([SIGNATURE, box('jp2c', STREAM, 0)]).subarray(0, -1))).closed, false);
  assert.equal((await extentOf(STREAM.subarray(0, -2))).closed, false);
});

test('boxes of no length, and of a length that leads back, come to an end', async () => {
  const { endsAt } = await extentOf(Buffer.concat([SIGNATURE, box('uuid', '', 4)]));
  assert.ok(endsAt <= 20);
});

test('the text of a CRS that names something to open', () => {
  for (const text of [
    'DATUM["x",EXTENSION["PROJ4_GRIDS","/etc/passwd"]]',
    '+proj=utm +zone=31',
    'nadgrids=@null',
    'PARAMETERFILE["a","b"]',
    '<gml:Envelope srsName="http://example.org/crs.xml">',
  ]) {
    assert.ok(namesFile(text), text);
  }
  for (const text of [
    'WGS 84 / UTM zone 31N|WGS 84|',
    'IMAGINE GeoTIFF Support\nCopyright 1991 - 2001 by ERDAS',
    '<gml:Envelope srsName="urn:ogc:def:crs:EPSG::32631">',
    '<gml:Point srsName="http://www.opengis.net/def/crs/EPSG/0/32631">',
    '<gml:Envelope srsName="gmljp2://xml/CRSDictionary.gml#ogrcrs1">',
    '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml">',
  ]) {
    assert.ok(!namesFile(text), text);
  }
});
