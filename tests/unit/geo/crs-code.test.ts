import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toldCode } from '../../../src/geo/crs-code.ts';

test('a CRS is known by its own code, whoever gave it, and not by that of a part', () => {
  assert.equal(toldCode({ epsg: 32631, projjson: null }), 'EPSG:32631');
  assert.equal(toldCode({ epsg: null, projjson: { id: { authority: 'ESRI', code: 54009 } } }), 'ESRI:54009');
  assert.equal(toldCode({ epsg: null, projjson: { id: { authority: 'OGC', code: 'CRS84' } } }), 'OGC:CRS84');
  const parts = [{ id: { authority: 'EPSG', code: 4326 } }, { id: { authority: 'EPSG', code: 3855 } }];
  assert.equal(toldCode({ epsg: null, projjson: { type: 'CompoundCRS', components: parts } }), null);
  for (const id of [null, {}, { authority: 'ESRI' }, { code: 54009 }, { authority: '', code: 1 }]) {
    assert.equal(toldCode({ epsg: null, projjson: { id } }), null);
  }
});
