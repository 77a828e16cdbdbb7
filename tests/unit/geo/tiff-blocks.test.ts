import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lacksBlocks } from '../../../src/geo/tiff-blocks.ts';

/** 100 × 60 bytes in strips of 16 rows: four strips, the last of 12. */
const STRIPS = { 256: 100, 257: 60, 258: 8, 277: 1, 278: 16 };
const WHOLE = [1600, 1600, 1600, 1200];
const TILES = { 256: 100, 257: 60, 258: 16, 277: 3, 322: 64, 323: 64 };
const TILE = 64 * 64 * 2 * 3;

const cases: [string, Record<number, number>, number[], boolean][] = [
  ['all strips', STRIPS, WHOLE, false],
  ['a strip too few', STRIPS, WHOLE.slice(1), true],
  ['no strips', STRIPS, [], true],
  ['a strip that is a byte short', STRIPS, [1600, 1599, 1600, 1200], true],
  ['a last strip that is a byte short', STRIPS, [1600, 1600, 1600, 1199], true],
  ['a last strip filled up', STRIPS, [1600, 1600, 1600, 1600], false],
  ['a strip that was never written', STRIPS, [1600, 0, 1600, 1200], false],
  ['short strips that are compressed', { ...STRIPS, 259: 8 }, [9, 9, 9, 9], false],
  ['strips of one plane where there are three', { ...STRIPS, 277: 3, 284: 2 }, WHOLE, true],
  ['strips of three planes', { ...STRIPS, 277: 3, 284: 2 }, [...WHOLE, ...WHOLE, ...WHOLE], false],
  ['one strip of all rows, by default', { 256: 100, 257: 60, 258: 1 }, [13 * 60], false],
  ['tiles', TILES, [TILE, TILE], false],
  ['a tile too few', TILES, [TILE], true],
  ['a tile of one band of three', TILES, [TILE, TILE / 3], true],
  ['colours of which some are left out', { ...TILES, 530: 2 }, [TILE / 2, TILE / 2], false],
  ['no size', {}, [], false],
];
for (const [what, numbers, lengths, wanted] of cases) {
  test(`${what}: ${wanted ? 'lacks something' : 'is whole'}`, () => {
    const tags = new Map(Object.entries(numbers).map(([tag, value]) => [Number(tag), value]));
    assert.equal(lacksBlocks(tags, lengths), wanted);
  });
}
