import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientErrorOf } from '../../../src/assets/reads/client-error.ts';

test('a client reads what is wrong with its data as it is', () => {
  const message = 'The raster has no coordinate reference system.';
  assert.deepEqual(clientErrorOf({ code: 'missing_crs', message, detail: { findings: [] } }), {
    code: 'missing_crs',
    message,
  });
  assert.equal(clientErrorOf(null), null);
});

test('where files, tiles or other items failed it reads which the first was and what it failed for, if that is for it', () => {
  const failed = (first_code: string) => ({
    code: 'items_failed',
    message: `1 of 4 items failed: tile-r00-c01. The first failed with ${first_code}: Pixels could not be decoded.`,
    detail: { total: 4, failed: 1, keys: ['tile-r00-c01'], first_code },
  });
  const told = { code: 'raster_unreadable', message: 'tile-r00-c01: Pixels could not be decoded.' };
  assert.deepEqual(clientErrorOf(failed('raster_unreadable')), told);
  assert.equal(clientErrorOf(failed('blob_exists'))?.code, 'processing_failed');
  assert.equal(clientErrorOf({ code: 'items_failed', message: '1 of 4 items failed.' })?.code, 'processing_failed');
});

test('what handlers, specs and services fail for among themselves it does not read', () => {
  const message =
    'The processing failed for a reason that is not in the data. Ask its operators, and quote the request_id.';
  for (const code of ['contract_violation', 'template_undefined', 'internal_error', 'invalid_item', 'TypeError']) {
    const inner = 'The input of stac_register_item does not fit its contract at /keywords/0';
    assert.deepEqual(clientErrorOf({ code, message: inner }), { code: 'processing_failed', message }, code);
  }
});
