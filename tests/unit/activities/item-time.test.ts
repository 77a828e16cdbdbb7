import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StacRegisterItemInput } from '../../../src/activities/stac_register_item/contract.ts';
import { createdAt, itemTime } from '../../../src/activities/stac_register_item/item-time.ts';
import type { JsonObject } from '../../../src/plan/json.ts';
import { cogOfTest, rasterOfTest } from '../../integration/support/raster-fixtures.ts';

const NOW = '2026-01-02T03:04:05.000Z';
const FIRST: JsonObject = { properties: { datetime: '2020-01-01T00:00:00.000Z', created: '2020-01-01T00:00:01.000Z' } };

function timeOf(given: Partial<StacRegisterItemInput>, replaced?: JsonObject) {
  const input = { collection_id: 'c', item_id: 'i', raster: rasterOfTest(), cog: cogOfTest(), ...given };
  return itemTime(input, replaced, NOW);
}

test('what is given is written in UTC', () => {
  assert.deepEqual(timeOf({ datetime: '2024-06-01T12:00:00+02:00' }), { datetime: '2024-06-01T10:00:00.000Z' });
});

test('a time is kept to the millisecond, and what is finer is cut off', () => {
  const [start_datetime, end_datetime] = ['2024-06-01T12:00:00.0019999Z', '2024-06-01T12:00:00.999999999Z'];
  assert.deepEqual(timeOf({ datetime: '2024-06-01T12:00:00.123987Z', start_datetime, end_datetime }), {
    datetime: '2024-06-01T12:00:00.123Z',
    start_datetime: '2024-06-01T12:00:00.001Z',
    end_datetime: '2024-06-01T12:00:00.999Z',
  });
});

test('without anything it is the time of the first registration', () => {
  assert.deepEqual(timeOf({}), { datetime: NOW });
  assert.deepEqual(timeOf({}, FIRST), { datetime: '2020-01-01T00:00:00.000Z' });
  assert.equal(createdAt(undefined, NOW), NOW);
  assert.equal(createdAt(FIRST, NOW), '2020-01-01T00:00:01.000Z');
});

test('what is given wins over what was', () => {
  assert.deepEqual(timeOf({ datetime: '2024-06-01T00:00:00Z' }, FIRST), { datetime: '2024-06-01T00:00:00.000Z' });
});

test('a range leaves the instant open, or goes with one', () => {
  const range = { start_datetime: '2024-01-01T00:00:00Z', end_datetime: '2024-02-01T00:00:00Z' };
  const written = { start_datetime: '2024-01-01T00:00:00.000Z', end_datetime: '2024-02-01T00:00:00.000Z' };
  assert.deepEqual(timeOf(range, FIRST), { datetime: null, ...written });
  assert.deepEqual(timeOf({ ...range, datetime: '2024-01-15T00:00:00Z' }), {
    datetime: '2024-01-15T00:00:00.000Z',
    ...written,
  });
});

test('half a range, or one that runs backwards, is refused', () => {
  assert.throws(() => timeOf({ start_datetime: '2024-01-01T00:00:00Z' }), /only one of them/);
  const backwards = { start_datetime: '2024-02-01T00:00:00Z', end_datetime: '2024-01-01T00:00:00Z' };
  assert.throws(() => timeOf(backwards), /is before/);
});
