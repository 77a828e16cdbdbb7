import { crc32, deflateSync } from 'node:zlib';
import type { HostileCase, Lures } from './hostile-case.ts';

const PLACED = { input_crs: 'EPSG:32631', input_bounds: [500_000, 4_999_000, 501_000, 5_000_000] };
const SIDE = 64;

/** What is read from its beginning to its end, and JPEG 2000, whose boxes and codestream say where they end. */
export function pictures(lures: Lures): HostileCase[] {
  const sound = png();
  const cases: [string, string | null, Uint8Array | string][] = [
    ['a PNG that is sound', null, sound],
    ['a PNG cut in its pixels', 'raster_unreadable', sound.subarray(0, sound.length - 40)],
    ['a PNG cut in its header', 'raster_unreadable', sound.subarray(0, 20)],
    ['a PNG of 0 × 0 pixels', 'raster_unreadable', png({ width: 0, height: 0 })],
    ['a PNG whose pixels are too few', 'raster_unreadable', png({ pixels: rows(SIDE, SIDE / 2) })],
    ['a PNG whose pixels are not compressed', 'raster_unreadable', png({ data: rows(SIDE, SIDE) })],
    ['a PNG with a wrong check sum of its header', 'raster_unreadable', wrongSum(sound)],
    ['a PNG of 2^31 rows', 'raster_unreadable', png({ height: 2 ** 31 })],
    ['a PNG of a terabyte', 'raster_too_large', png({ width: 1_000_000, height: 1_000_000 })],
    ['a PNG of ten gigabytes in a kilobyte', 'implausible_size', png({ width: 100_000, height: 100_000 })],
    ['a PNG that ends as a VRT', null, Buffer.concat([sound, Buffer.from(`<VRTDataset>${lures.url}</VRTDataset>`)])],
    ['a netCDF of nothing but a name', 'raster_unreadable', 'CDF\x01'],
    ['a netCDF without variables', 'raster_unreadable', Buffer.from(`CDF\x01${'\0'.repeat(28)}`)],
    ['a netCDF of 2^32 dimensions', 'raster_unreadable', Buffer.from('43444601000000000000000affffffff', 'hex')],
    [
      'a netCDF with a grid in a file',
      'unsupported_crs',
      netcdfOf(`DATUM["x",EXTENSION["PROJ4_GRIDS","${lures.file}"]]`),
    ],
    ['a JPEG of two bytes and a half', 'raster_unreadable', Buffer.from('ffd8ffe0', 'hex')],
    ['a JPEG of 65,500 × 65,500 pixels that are not there', 'implausible_size', jpegHeader(65_500)],
    ['a JPEG of 64 × 64 pixels that are not there', 'raster_unreadable', jpegHeader(64)],
    ['a bare JPEG 2000 codestream that was cut', 'raster_truncated', codestream(64, 64).subarray(0, -2)],
    ['a bare JPEG 2000 codestream without pixels', 'raster_unreadable', codestream(64, 64)],
    ['a JPEG 2000 of a billion tiles', 'raster_unreadable', codestream(40_000, 1)],
    [
      'a JPEG 2000 whose boxes have no length',
      'raster_unreadable',
      Buffer.from('0000000c6a5020200d0a870a0000000466747970', 'hex'),
    ],
    ['a JPEG 2000 whose CRS is at a URL', 'unsupported_crs', jp2WithXml(`<gml:Envelope srsName="${lures.url}">`)],
  ];
  const grids: [string, string | null, string][] = [
    ['that is sound', null, grid({})],
    ['of no columns', 'raster_unreadable', grid({ ncols: '0' })],
    ['of 10^12 pixels that are not there', 'invalid_ascii_grid', grid({ ncols: '1000000', nrows: '1000000' })],
    ['whose numbers end too soon', 'invalid_ascii_grid', grid({ nrows: '40' })],
    ['of cells of NaN', 'invalid_geotransform', grid({ cellsize: 'nan' })],
    ['whose corner is a word', 'not_a_raster', grid({ xllcorner: 'east' })],
  ];
  return [
    ...cases.map(([what, code, content]): HostileCase => ({ what, content, code, input: PLACED })),
    ...grids.map(([what, code, content]): HostileCase => {
      return { what: `an ASCII grid ${what}`, content, code, input: { input_crs: 'EPSG:32631' }, suffix: '.asc' };
    }),
  ];
}

function rows(width: number, height: number): Buffer {
  return Buffer.from(
    Array.from({ length: (width + 1) * height }, (_, at) => (at % (width + 1) === 0 ? 0 : (at * 31) % 256)),
  );
}

/** A picture of grey bytes. */
function png(given: { width?: number; height?: number; pixels?: Buffer; data?: Buffer } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(given.width ?? SIDE, 0);
  header.writeUInt32BE(given.height ?? SIDE, 4);
  header[8] = 8;
  const data = given.data ?? deflateSync(given.pixels ?? rows(SIDE, SIDE));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A netCDF with one attribute and nothing else. */
function netcdfOf(text: string): Buffer {
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4);
  const [head, tail] = [Buffer.alloc(16), Buffer.alloc(8)];
  head.writeUInt32BE(12, 0);
  head.writeUInt32BE(1, 4);
  head.writeUInt32BE(1, 8);
  head.write('a', 12);
  tail.writeUInt32BE(2, 0);
  tail.writeUInt32BE(padded.length, 4);
  const start = Buffer.from(`CDF\x01${'\0'.repeat(12)}`);
  return Buffer.concat([start, head, tail, Buffer.from(padded), Buffer.alloc(8)]);
}

/** The check sum of the header, which is the first chunk. */
function wrongSum(sound: Buffer): Buffer {
  const wrong = Buffer.from(sound);
  wrong.writeUInt32BE(0, 29);
  return wrong;
}

/** The header of a grey picture, and the end. */
function jpegHeader(side: number): Buffer {
  const frame = Buffer.from('ffd8ffc0000b080000000001011100ffda0008010100003f00ffd9', 'hex');
  frame.writeUInt16BE(side, 7);
  frame.writeUInt16BE(side, 9);
  return frame;
}

/** SOC, SIZ of one band of bytes, COD, QCD, and EOC where the tiles should be. */
function codestream(side: number, tile: number): Buffer {
  const siz = Buffer.from(`ff510029${'00'.repeat(2)}${'00'.repeat(32)}0001070101`, 'hex');
  for (const [index, value] of [side, side, 0, 0, tile, tile, 0, 0].entries()) siz.writeUInt32BE(value, 6 + 4 * index);
  const rest = Buffer.from('ff52000c00000001000504040001ff5c00134040484850484850484850484850484850', 'hex');
  return Buffer.concat([Buffer.from('ff4f', 'hex'), siz, rest, Buffer.from('ffd9', 'hex')]);
}

function jp2WithXml(xml: string): Buffer {
  const box = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length + 8);
    return Buffer.concat([length, Buffer.from(type), content]);
  };
  const stream = codestream(64, 64);
  return Buffer.concat([
    Buffer.from('0000000c6a5020200d0a870a', 'hex'),
    box('asoc', box('xml ', Buffer.from(xml))),
    box('jp2c', stream),
  ]);
}

function grid(given: Record<string, string>): string {
  const header = {
    ncols: '20',
    nrows: '20',
    xllcorner: '500000',
    yllcorner: '4999000',
    cellsize: '10',
    nodata_value: '-9999',
    ...given,
  };
  const lines = Object.entries(header).map(([name, value]) => `${name} ${value}`);
  const numbers = Array.from({ length: 20 }, (_, row) =>
    Array.from({ length: 20 }, (_, column) => (row * 37 + column * 11) % 200).join(' '),
  );
  return [...lines, ...numbers, ''].join('\n');
}
