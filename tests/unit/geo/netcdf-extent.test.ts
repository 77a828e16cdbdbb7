import assert from 'node:assert/strict';
import { test } from 'node:test';
import { netcdfExtent } from '../../../src/geo/netcdf-extent.ts';
import { text, u32 } from '../../support/netcdf.ts';

const NONE = u32(0, 0);

/** Two variables over x and y, in 16 bits and in doubles; a third over time and x where there are records. */
function header(version: 1 | 2, records: number): Buffer {
  const at = (place: number) => (version === 1 ? u32(place) : u32(0, place));
  const dimensions = [u32(10, 3), text('time'), u32(0), text('y'), u32(5), text('x'), u32(7)];
  const title = [u32(12, 1), text('title'), u32(2, 5), Buffer.from('hello\0\0\0')];
  const variable = (of: string, dims: number[], type: number, begin: number) => [
    ...[text(of), u32(dims.length, ...dims), NONE, u32(type, 0), at(begin)],
  ];
  return Buffer.concat([
    ...[Buffer.from('CDF'), Buffer.from([version]), u32(records), ...dimensions, ...title, u32(11, 3)],
    ...variable('a', [1, 2], 3, 1000),
    ...variable('b', [1, 2], 6, 2000),
    ...variable('c', [0, 2], 3, 3000),
  ]);
}

const extentOf = (bytes: Buffer) =>
  netcdfExtent(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length);

test('variables end where their dimensions and types say', async () => {
  assert.equal((await extentOf(header(1, 0)))?.endsAt, 2000 + 5 * 7 * 8);
  assert.equal((await extentOf(header(2, 1)))?.endsAt, 3000 + 7 * 2);
  assert.equal((await extentOf(header(1, 4)))?.endsAt, 3000 + 4 * 7 * 2);
});

test('the text of the attributes is given', async () => {
  assert.match((await extentOf(header(1, 0)))?.text ?? '', /hello/);
});

test('a header that was cut, claims too much or is none gives nothing', async () => {
  const whole = header(1, 0);
  for (const length of [4, 8, 30, 60, whole.length - 1]) {
    assert.equal(await extentOf(whole.subarray(0, length)), undefined, `${length} bytes`);
  }
  assert.equal(await extentOf(Buffer.concat([Buffer.from('CDF\x01'), u32(0, 10, 0xff_ff_ff_ff)])), undefined);
  assert.equal(await extentOf(Buffer.concat([Buffer.from('CDF\x01'), u32(0, 99, 1), Buffer.alloc(99)])), undefined);
});
