import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOfGeometry } from '../../../src/catalog/cql2/geometry.ts';
import { hydrate } from '../../../src/catalog/search/hydrate.ts';
import { selectFields } from '../../../src/catalog/search/select-fields.ts';

const ITEM = {
  type: 'Feature',
  id: 'i',
  collection: 'c',
  geometry: { type: 'Point', coordinates: [0, 0] },
  properties: { datetime: null, 'eo:cloud_cover': 3, title: 'T' },
  assets: { data: { href: 'h', type: 't' } },
};
const fields = (include: string[], exclude: string[] = []) => selectFields(ITEM, { include, exclude });

test('fields that are included come with id and collection', () => {
  assert.deepEqual(fields([]), ITEM);
  assert.deepEqual(fields(['properties.eo:cloud_cover', 'assets.data.href', 'nothing', 'id.x']), {
    id: 'i',
    collection: 'c',
    properties: { 'eo:cloud_cover': 3 },
    assets: { data: { href: 'h' } },
  });
  assert.deepEqual(fields(['properties', 'properties.title']).properties, ITEM.properties);
});

test('fields that are excluded go, but what is included of them', () => {
  const { geometry: _, ...rest } = ITEM;
  assert.deepEqual(fields([], ['geometry']), rest);
  assert.deepEqual(fields([], ['properties.title']).properties, { datetime: null, 'eo:cloud_cover': 3 });
  assert.deepEqual(fields(['properties.title'], ['properties']), {
    id: 'i',
    collection: 'c',
    properties: { title: 'T' },
  });
  assert.deepEqual(fields(['geometry'], ['geometry']), { id: 'i', collection: 'c', geometry: ITEM.geometry });
  assert.deepEqual(ITEM.properties.title, 'T');
});

test('names may have dots in them, and the longest that there is comes first', () => {
  const dotted = { id: 'i', collection: 'c', properties: { 'a.b': 1, a: { b: 2, 'c.d': 3 } } };
  const of = (include: string[], exclude: string[] = []) => selectFields(dotted, { include, exclude }).properties;
  assert.deepEqual(of(['properties.a.b']), { 'a.b': 1 });
  assert.deepEqual(of(['properties.a.c.d']), { a: { 'c.d': 3 } });
  assert.deepEqual(of([], ['properties.a.b']), { a: { b: 2, 'c.d': 3 } });
  assert.deepEqual(of([], ['properties.a.c.d']), { 'a.b': 1, a: { b: 2 } });
});

test("what a collection has of all its items is put back, unless the item's own says otherwise", () => {
  const base = {
    stac_version: '1.1.0',
    assets: { data: { type: 'a', roles: ['x', 'y'] }, other: { type: 'b' } },
    nothing: null,
  };
  assert.deepEqual(hydrate({ id: 'i', assets: { data: { href: 'h', roles: ['z', '𒍟※'] }, other: '𒍟※' } }, base), {
    id: 'i',
    stac_version: '1.1.0',
    assets: { data: { href: 'h', type: 'a', roles: ['z', null] } },
  });
  assert.deepEqual(hydrate({ properties: { a: null, b: [{ c: null }] } }, {}), { properties: { b: [{}] } });
});

test('a geometry that PostGIS could not take is told apart', () => {
  const ring = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ];
  assert.equal(faultOfGeometry({ type: 'Polygon', coordinates: [ring] }), undefined);
  assert.equal(
    faultOfGeometry({ type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [0, 0] }] }),
    undefined,
  );
  for (const wrong of [
    null,
    { type: 'Circle', coordinates: [0, 0] },
    { type: 'constructor' },
    { type: 'Polygon', coordinates: [ring.slice(0, 3)] },
    { type: 'Polygon', coordinates: [[...ring.slice(0, 3), [9, 9]]] },
    { type: 'Polygon', coordinates: ring },
    { type: 'LineString', coordinates: [[0, 0]] },
    { type: 'Point', coordinates: [0, 'x'] },
    { type: 'GeometryCollection', geometries: [] },
  ]) {
    assert.equal(typeof faultOfGeometry(wrong), 'string', JSON.stringify(wrong));
  }
});
